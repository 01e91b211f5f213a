import { UserError, describeProblem } from "../../../images/model/errors.ts";

/** The image's bytes are wrong, so every attempt would fail. It is a verdict on the image, not a fault of the machine. */
export class Rejection extends Error {
  readonly findings: readonly string[];

  constructor(...findings: string[]) {
    super(findings.join("; "));
    this.name = "Rejection";
    this.findings = findings;
  }
}

/** Runs a check of the image's bytes, whose findings reject the image. */
export function judged<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof UserError) throw new Rejection(...error.problems.map(describeProblem));
    throw error;
  }
}
