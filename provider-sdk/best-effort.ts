import type { Operation } from "./kind.ts";

/**
 * Does the work. Where it fails and is not required, people are told, and the outputs say that it is broken, which the next run
 * tries again.
 */
export async function bestEffort<Outputs>(
  operation: Pick<Operation, "signal" | "warn">,
  { required, work, broken }: { required: boolean; work: () => Promise<Outputs>; broken: (result: string) => Outputs },
): Promise<Outputs> {
  try {
    return await work();
  } catch (error) {
    if (operation.signal.aborted || required) throw error;
    const result = `broken: ${error instanceof Error ? error.message : String(error)}`;
    operation.warn(`${result}; the next run tries again`);
    return broken(result);
  }
}
