/** Limits for a service. Times in milliseconds. */
export interface Limits {
  /** For one attempt, from its start to the whole answer. */
  answer: number;
  /** Without a byte in either direction, while a file is sent. Glance hashes and stores after the last one. */
  silence: number;
  /** How often a call is made that may be repeated. */
  tries: number;
  /** Between the first two attempts; each further pause is twice as long. */
  pause: number;
  /** How long an image may stay in `saving` without any progress. */
  saving: number;
}

export const defaultLimits: Limits = { answer: 60_000, silence: 300_000, tries: 5, pause: 500, saving: 120_000 };

/** The longest answer, in bytes: a list of a thousand images has some 2 MB. */
export const largestAnswer = 64 << 20;
