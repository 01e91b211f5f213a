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
  /** From power on until it is stopped, whatever it does. */
  seconds: number;
  signal: AbortSignal;
  report: (text: string) => void;
}

/** What was seen of a machine, which is gone by then. */
export interface Seen extends Pick<Boot, "accelerator" | "seconds" | "ended"> {
  console: string;
  network: GivenNetwork;
  /** What the guest was named: `/etc/hosts` has to have it. */
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
