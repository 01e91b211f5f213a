/**
 * The options of every resource in an account: protected against deletion. If somebody removes the protection, and the resource from
 * the program, the engine only forgets it. So this program can never open an account or take CI's rights away.
 */
export const kept = { protect: true, retainOnDelete: true } as const;
