/** How long and how often a service is asked. Times in milliseconds. */
export interface Limits {
  /** For one try, from its start to the whole answer. */
  answer: number;
  /** Without a byte in either direction, while a file is sent. Glance hashes and stores after the last one. */
  silence: number;
  /** How often a call is made that may be repeated. */
  tries: number;
  /** Between the first two tries; each further one waits twice as long. */
  pause: number;
  /** How long an image may stay in `saving` that nobody seems to send. */
  saving: number;
}

export const defaultLimits: Limits = { answer: 60_000, silence: 300_000, tries: 5, pause: 500, saving: 120_000 };

/** The longest answer, in bytes: a list of a thousand images has some 2 MB. */
export const largestAnswer = 64 << 20;
