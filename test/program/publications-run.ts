import { refusalOf } from "../../stacks/publication/guard-rule.ts";
import { debianProvider, registerPublications } from "../../stacks/publication/stack.ts";
import type { PublicationSettings } from "../../stacks/config.ts";
import type { Publications } from "../../tools/publications.ts";
import { dueIn } from "../../tools/up/run.ts";
import { runProgram, type Ran, type RunOf } from "./program-run.ts";

/** Runs a stack that publishes in the small engine: registers what the plans ask for, and deletes only what is due. */
export function runPublications(
  read: Publications,
  settings: PublicationSettings,
  run: Omit<RunOf, "program" | "mayDelete">,
): Promise<Ran> {
  const due = dueIn(read);
  return runProgram({
    ...run,
    program: () =>
      void registerPublications(read.publications, { debian: debianProvider(settings), url: settings.mirror.url }),
    mayDelete: (pending) => refusalOf(due, pending),
  });
}
