import type { Day } from "../../../images/model/day.ts";
import type { AmphoraDescription } from "./description.ts";

/** One of our amphora images in Glance, in the project that Octavia takes images from. */
export interface ExistingAmphora {
  /** Glance's. */
  id: string;
  name: string;
  /** sha512 of its file. */
  digest: string;
  status: string;
  visibility: string;
  tags: readonly string[];
  createdAt: Date;
  /** When it lost its tag; null while it is wanted, or if it was never tagged. */
  retired: Date | null;
  /** The verdict before it was tagged: `passed`, or `untested: reason`; null without one. */
  verified: string | null;
  /** The properties that it got when it was uploaded. */
  properties: Readonly<Record<string, string>>;
  size: number;
  /** GiB. */
  minDisk: number;
}

/** An image that somebody else gave the tag. */
export interface ForeignAmphora {
  id: string;
  name: string;
  createdAt: Date;
}

/** A build on disk: `NAME.qcow2` and `NAME.json`. */
export interface AmphoraBuild {
  description: AmphoraDescription;
  /** The path of the qcow2. */
  file: string;
  size: number;
  /** GiB. */
  minDisk: number;
}

/** The image that one amphora of a load balancer was booted from. */
export interface Carried {
  loadBalancer: { id: string; name: string };
  /** Glance's id; null if neither Octavia nor Nova knows it. */
  image: string | null;
}

/** The state of one cloud, and the builds for its OpenStack release. */
export interface AmphoraFacts {
  images: readonly ExistingAmphora[];
  foreign: readonly ForeignAmphora[];
  builds: readonly AmphoraBuild[];
  carried: readonly Carried[];
}

/** What people decided for one cloud. */
export interface AmphoraPolicy {
  cloud: string;
  /** Octavia's `amp_image_tag`. */
  tag: string;
  /** OpenStack's. */
  release: string;
  arch: string;
  /** Names of images that may carry nothing new, with the reason. */
  withdraw: Readonly<Record<string, string>>;
  /** Ids of foreign images that may lose their tag. */
  replaces: readonly string[];
  /** Hours that an image stays after it lost its tag. */
  keep: number;
  /** The last day on which a new image is accepted. Then people must review the release. */
  reevaluateBy: Day;
  now: Date;
}
