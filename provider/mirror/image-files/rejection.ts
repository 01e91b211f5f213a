import { UserError, describeProblem } from "../../../images/model/errors.ts";

/** The image's bytes are wrong, so every attempt would fail: a verdict, not a fault of the machine. */
export class Rejection extends Error {
  readonly findings: readonly string[];

  constructor(...findings: string[]) {
    super(findings.join("; "));
    this.name = "Rejection";
    this.findings = findings;
  }
}

/** Runs a check of the image's bytes: what it finds wrong is the image's fault. */
export function judged<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof UserError) throw new Rejection(...error.problems.map(describeProblem));
    throw error;
  }
}
