import type { Operation } from "../../../provider-sdk/kind.ts";

/**
 * Does the work; where it fails and is not required, that is told, and is the outputs' standing, which the next run tries again.
 */
export async function standingOr<Outputs>(
  operation: Operation,
  {
    required,
    work,
    broken,
  }: { required: boolean; work: () => Promise<Outputs>; broken: (standing: string) => Outputs },
): Promise<Outputs> {
  try {
    return await work();
  } catch (error) {
    if (operation.signal.aborted || required) throw error;
    const standing = `broken: ${error instanceof Error ? error.message : String(error)}`;
    operation.warn(`${standing}; the next run tries again`);
    return broken(standing);
  }
}
