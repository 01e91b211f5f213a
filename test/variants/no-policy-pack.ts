/** Loads no policy pack. The program refuses what the rules forbid all the same. */
export const policyArgs: readonly string[] = [];
