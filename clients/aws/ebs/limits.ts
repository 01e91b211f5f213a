/** Limits for EBS direct. Times in milliseconds. */
export interface EbsLimits {
  /** Blocks that are sent at once: 64 workers keep a long line busy (NixOS/amis), and hold 32 MiB. */
  workers: number;
  /** For one attempt of a call, from its start to the whole answer. */
  answer: number;
  /** How often a call is tried. */
  tries: number;
  /** The longest pause before the second attempt; before each further one it may be twice as long. */
  pause: number;
  /** The longest pause of all. */
  longestPause: number;
  /** How long a new snapshot may be unknown to EBS direct (awslabs/coldsnap#43). */
  unknown: number;
  /** How long a snapshot may take from its completion until it can be used. */
  completion: number;
  /** How long its state is polled after a refusal to complete it, which may only mean that it is complete. */
  doubt: number;
  /** Between two polls. */
  look: number;
}

export const defaultLimits: EbsLimits = {
  workers: 64,
  answer: 60_000,
  tries: 10,
  pause: 200,
  longestPause: 20_000,
  unknown: 120_000,
  completion: 3_600_000,
  doubt: 60_000,
  look: 5_000,
};

/**
 * Minutes without a block after which AWS gives a snapshot up: two days, so that the run of the next day goes on with it. At
 * most 4320; AWS's own default of 60 is too short for that.
 */
export const timeoutMinutes = 2880;
