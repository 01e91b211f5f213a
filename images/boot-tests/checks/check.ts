import type { Firmware } from "../firmware.ts";
import type { VendorDefinition } from "../../model/definitions/vendors.ts";
import type { Image } from "../../model/image.ts";
import type { Package } from "../../builds/manifest.ts";

/** One thing that must hold inside a booted image. */
export interface Check {
  /** In evidence and findings: lower case, with hyphens. */
  name: string;
  /** What must hold, for people. */
  about: string;
  /** Whether images of such a vendor are checked; of every vendor, where it is left out. */
  applies?: (vendor: VendorDefinition) => boolean;
  /** POSIX shell, run by root in the guest once cloud-init has ended or its time is over. What it prints is judged. */
  collect: string;
  /** The findings, a sentence each. `output` comes from a guest and is untrusted. */
  judge: (output: string, context: Context) => string[];
}

/** What the guest was given, and what its image promises. */
export interface Context {
  image: Image;
  vendor: VendorDefinition;
  /** Of the manifest. */
  packages: readonly Package[];
  /** Bytes of the disk that the guest was given: more than the image has. */
  diskBytes: number;
  hostname: string;
  firmware: Firmware;
  network: GivenNetwork;
  /** The serial console's text. */
  console: string;
  /** Seconds from power on within which cloud-init has to end. */
  seconds: number;
}

/** The guest's settings from DHCP or the config drive. */
export interface GivenNetwork {
  address: string;
  /** Null where none was given. */
  resolver: string | null;
}
