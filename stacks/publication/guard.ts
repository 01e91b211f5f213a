import { refuseDeletions } from "../deletion-hook.ts";
import { refusalOf, type Due } from "./guard-rule.ts";

/**
 * Refuses every deletion that the plans do not name, and all until they are known. Call it before anything is registered.
 *
 * @returns takes what the plans name
 */
export function guardDeletions(): (due: Due) => void {
  let known: Due | null = null;
  refuseDeletions((pending) => (known === null ? "nothing is planned yet" : refusalOf(known, pending)));
  return (due) => {
    known = due;
  };
}
