/** Limits for Google's services. Times in milliseconds. */
export interface Limits {
  /** For one attempt, from its start to the whole answer. */
  answer: number;
  /** The same where Google itself waits for an operation, for two minutes at most. */
  wait: number;
  /** For one attempt of a piece of an object. */
  piece: number;
  /** How often a call is made that may be repeated. */
  tries: number;
  /** Between the first two attempts; each further pause is twice as long. */
  pause: number;
  /** Between two polls of an operation or an image that is not done. */
  look: number;
  /** Until an operation or an image must be done. Google names no bound; HashiCorp's provider waits 20 minutes for an image. */
  done: number;
  /** Until what was set must be read back: Google says that access changes within 2 minutes, and up to 7 or more. */
  seen: number;
}

export const defaultLimits: Limits = {
  answer: 60_000,
  wait: 150_000,
  piece: 300_000,
  tries: 6,
  pause: 500,
  look: 3_000,
  done: 40 * 60_000,
  seen: 7 * 60_000,
};

/** The longest answer, in bytes: a page of 500 images has some 1 MB. */
export const largestAnswer = 32 << 20;
