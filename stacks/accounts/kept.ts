/**
 * The options of everything in an account. It is protected against deletion. Where somebody takes the protection away and the
 * resource out of the program, the engine only forgets it: no deletion of ours can open an account or take CI's rights.
 */
export const kept = { protect: true, retainOnDelete: true } as const;
