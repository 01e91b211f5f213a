import type { Publications } from "../../publications.ts";
import { exitCodeOf, outcomeOf, type ExitCode } from "./outcome.ts";
import type { Ending } from "../run.ts";
import { summary } from "./summary.ts";

/** The first line for a person about the engine's result. */
const endings: Record<Ending, readonly string[]> = {
  done: [],
  failed: ["the run failed, for the reasons above; correct them and start it again: it continues"],
  refused: ["nothing was run: the preview failed or was refused, for the reasons above"],
  interrupted: ["stopped; start it again: it continues"],
};

export interface UpResult {
  code: ExitCode;
  /** The world after the run. */
  after: Publications;
}

interface Run {
  before: Publications;
  after: Publications;
  ending: Ending;
  /** By URN, what was found changed in the tree and then written again. */
  written: ReadonlyMap<string, readonly string[]>;
}

/** Prints how a run ended, with its summary. */
export function finish({ before, after, ending, written }: Run, remarks: readonly string[] = []): UpResult {
  const outcome = outcomeOf(before, after, written);
  console.log(["", ...endings[ending], ...remarks, ...summary(outcome)].join("\n"));
  return { code: exitCodeOf(outcome, ending === "done"), after };
}
