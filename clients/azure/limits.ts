/** Limits for Azure. Times in milliseconds. */
export interface Limits {
  /** For one attempt, from its start to the whole answer. */
  answer: number;
  /** How often a call is made. Every call here may be repeated: each names what it makes. */
  tries: number;
  /** Between the first two attempts; each further pause is twice as long, unless Azure says how long. */
  pause: number;
  /** The longest wait that Azure may ask for (`Retry-After`). */
  longestPause: number;
  /** Between two polls of something that takes long. */
  look: number;
  /** How often one operation polls. The next run continues to wait. */
  looks: number;
}

/** A version is in its home region within some 20 minutes; all regions may take hours, which no run waits for. */
export const defaultLimits: Limits = {
  answer: 60_000,
  tries: 6,
  pause: 1_000,
  longestPause: 60_000,
  look: 15_000,
  looks: 120,
};

/** The longest answer, in bytes: a list of a thousand versions has some 2 MB. */
export const largestAnswer = 64 << 20;
