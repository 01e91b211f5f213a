/** Limits of time and size for one server. */
export interface Limits {
  /** Milliseconds for one address, all attempts together. */
  whole: number;
  /** Milliseconds without a byte. */
  silence: number;
  /** Bytes of a body, unpacked where the server packs it. */
  bytes: number;
  /** How often an address is asked when the fault may pass. */
  tries: number;
  /** Milliseconds between the first two attempts; each further pause is twice as long. */
  pause: number;
}

const MiB = 1 << 20;

/** The tracker's JSON has some 70 MB, the largest package index 10 MB packed. */
export const defaultLimits: Limits = { whole: 300_000, silence: 30_000, bytes: 256 * MiB, tries: 3, pause: 1_000 };

/** The longest DSA or DLA list, or InRelease, in bytes: they have 1.5 MB at most. */
export const textBytes = 16 * MiB;

/** The longest package index, in bytes: main has some 50 MB, unpacked. */
export const indexBytes = 512 * MiB;
