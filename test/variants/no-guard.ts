/** The guard is forgotten: nothing is bound. */
export const guardDeletions = (): void => undefined;
