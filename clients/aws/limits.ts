/** Limits for AWS. Times in milliseconds. */
export interface Limits {
  /** Until a connection stands (coldsnap#437: without limits a client waits for ever). */
  connect: number;
  /** For one attempt of a call. */
  answer: number;
  /** How often a call is made; only throttling, 5xx and lost connections are tried again. */
  tries: number;
  /** Between two polls of something that AWS is making. */
  pause: number;
  /** Until what was just made can be seen everywhere (coldsnap#43: AWS itself says two minutes). */
  appears: number;
  /** Until an image is available: copies across oceans took more than half an hour (coreos-assembler). */
  available: number;
}

export const defaultLimits: Limits = {
  connect: 5_000,
  answer: 30_000,
  tries: 6,
  pause: 5_000,
  appears: 120_000,
  available: 3_600_000,
};
