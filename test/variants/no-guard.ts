/** Replaces the guard by none: no hook is bound. */
export const guardDeletions = (): (() => void) => () => undefined;
