import { passed } from "../../image-at-target.ts";
import type { Operation } from "../../../provider-sdk/kind.ts";
import { NotYet } from "./patience.ts";

/**
 * Does the work. What is not ready yet, and what fails and is not required, is told, and is a state that the next run goes on from:
 * `broken: reason`.
 */
export async function stateOf(operation: Operation, required: boolean, work: () => Promise<void>): Promise<string> {
  try {
    await work();
    return passed;
  } catch (error) {
    if (operation.signal.aborted || (required && !(error instanceof NotYet))) throw error;
    const state = `broken: ${error instanceof Error ? error.message : String(error)}`;
    operation.warn(error instanceof NotYet ? state : `${state}; the next run tries again`);
    return state;
  }
}
