import type { Boot } from "../../images/boot-tests/verdict.ts";
import type { Firmware } from "../../images/boot-tests/firmware.ts";
import type { GivenNetwork } from "../../images/boot-tests/checks/check.ts";
import type { Image } from "../../images/model/image.ts";

/** One boot of an image, wherever it happens. */
export interface Order {
  image: Image;
  /** The folder that holds the image's files. */
  files: string;
  firmware: Firmware;
  /** This run's mark. */
  run: string;
  userData: string;
  /** The time from power on after which it is stopped in any case. */
  seconds: number;
  signal: AbortSignal;
  report: (text: string) => void;
}

/** The evidence of a machine, which no longer exists. */
export interface Seen extends Pick<Boot, "accelerator" | "seconds" | "ended"> {
  console: string;
  network: GivenNetwork;
  /** The guest's host name, which `/etc/hosts` must have. */
  hostname: string;
  diskBytes: number;
}

/**
 * Boots an image once and gives what its console said; throws when the machine could not be had, which is no fault of the
 * image's. Nothing of the machine is left, whether it ends, throws or is aborted.
 */
export type Machine = (order: Order) => Promise<Seen>;

/** Watches a machine until its guest has reported everything, it stops, or the time is over. Returns what was seen. */
export interface Watched extends Pick<Seen, "console" | "seconds" | "ended"> {
  /** Why the machine stopped, if QEMU or Nova says so. */
  broke?: string;
}
