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
  /** Whether a vendor's images are checked; left out: always. */
  applies?: (vendor: VendorDefinition) => boolean;
  /** POSIX shell, run by root in the guest once cloud-init has ended or its time is over. What it prints is judged. */
  collect: string;
  /** The findings, a sentence each. `output` comes from a guest and is untrusted. */
  judge: (output: string, context: Context) => string[];
}

/** The guest's hardware and settings, and the properties of its image. */
export interface Context {
  image: Image;
  vendor: VendorDefinition;
  /** The packages of the manifest. */
  packages: readonly Package[];
  /** The size of the guest's disk in bytes; larger than the image's. */
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
  /** IPv4; null where none was given. */
  address: string | null;
  /** Null where none was given. */
  resolver: string | null;
}
