/**
 * The policy pack judges the engine's view of the program: in each preview, and in a run without one. It is not loaded for a
 * run of a previewed plan: there the program applies the same rules again, also to values that the preview did not know.
 */
export const policyArgs: readonly string[] = ["--policy-pack", "policy"];
