/**
 * The policy pack judges what the engine makes of the program: in each preview, and in a run that has none. It is not loaded
 * for a run that is held to a previewed plan, where the program asks the same rules again, also of what was not known then.
 */
export const policyArgs: readonly string[] = ["--policy-pack", "policy"];
