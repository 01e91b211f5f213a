import type { Day } from "../../../images/model/day.ts";
import type { AmphoraDescription } from "./description.ts";

/** An amphora's image of ours in the project that Octavia looks in, as Glance has it. */
export interface StandingAmphora {
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
  /** How it was found good before it was tagged; null: it never was. */
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
  /** Of the qcow2. */
  file: string;
  size: number;
  /** GiB. */
  minDisk: number;
}

/** What one amphora of a load balancer was booted from. */
export interface Carried {
  loadBalancer: { id: string; name: string };
  /** Glance's id; null where neither Octavia nor Nova can tell. */
  image: string | null;
}

/** One cloud, and what was built for its OpenStack release. */
export interface AmphoraFacts {
  images: readonly StandingAmphora[];
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
  /** The last day on which a new image is taken before people have looked at the release again. */
  reevaluateBy: Day;
  now: Date;
}
