/** The name and version of our provider's package. */
export const packageName = "debian";
export const packageVersion = "0.0.1";
