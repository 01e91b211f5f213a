/**
 * Loads the policy pack, which checks the engine's view of the program. For each preview, and for a run without one. A run of a
 * previewed plan goes without it: the program applies the same rules again, also to values that the preview did not know.
 */
export const policyArgs: readonly string[] = ["--policy-pack", "policy"];
