/** A resource that the engine is about to delete, as its state has it. */
export interface PendingDeletion {
  type: string;
  name: string;
  inputs: Readonly<Record<string, unknown>>;
  outputs: Readonly<Record<string, unknown>>;
}

/** Why a resource may not be deleted; null when it may. */
export type DeletionRule = (pending: PendingDeletion) => string | null;
