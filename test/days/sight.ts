import { createHash } from "node:crypto";
import { imageName, type Image } from "../../images/model/image.ts";
import { version as versionOf } from "../samples/samples.ts";

/** A name that people use for an image, and where it leads now. */
export interface Lead {
  /** The target and the name: `aws-eu-west-1 /debian/daily/13/latest/amd64`. */
  from: string;
  /** The version to which it leads. */
  version: string;
  /** Why people who use the name cannot start a whole image; undefined where they can. */
  wrong: string | undefined;
}

/** The version in a name that belongs to one version, as `/debian/daily/13/20260701-2526/amd64`; undefined for a name that moves. */
export const versionIn = (from: string): string | undefined => /\/(\d{8}-\d+)\//.exec(from)?.[1];

/** An image that is at a target. */
export interface Held {
  target: string;
  /** The member and the version: `ec2/amd64 20260701-2526`. */
  image: string;
  /** Whether everybody can start it. */
  isPublic: boolean;
  /** Why it is not whole; undefined where it is. */
  wrong: string | undefined;
}

/** All that is in a cloud at one moment. The test looks at the cloud itself, not through the program. */
export interface Sight {
  leads: readonly Lead[];
  held: readonly Held[];
  /** Parts of images that belong to none, for example snapshots. */
  loose: readonly string[];
}

/** A cloud of a test. The program reaches it through a line that can be cut; the test looks at it directly. */
export interface DaysCloud {
  /** Its settings in the stack's file, below `cloud-images:targets`. */
  settings: unknown;
  environment: NodeJS.ProcessEnv;
  /** The vendor whose images it takes. */
  takes: string;
  /** Its targets: a set waits for those that are required, and not for the others. */
  required: readonly string[];
  bestEffort: readonly string[];
  /** Gives a process of the provider its clients of the cloud, which wait for less time than usual. */
  share(process: object): void;
  look(): Sight;
  /** Calls to accounts that are not the stack's. The call that asks whose an account is does not count. */
  strayCalls(): string[];
  /** Gives the program credentials of another account, or its own again. Undefined where a cloud has no such thing. */
  stranger?(isOne: boolean): void;
  /** Takes its best-effort targets down, until `up`. */
  down(): void;
  up(): void;
  end(): Promise<void>;
}

/** The bytes that the disk of this daily has at `markAt`, and no other daily's. A release has the bytes of its daily. */
export function markOf(member: string, version: string): Buffer {
  const known = marks.get(`${member} ${version}`);
  if (known !== undefined) return known;
  const [vendor = "", arch = ""] = member.split("/");
  const image = { suite: "trixie", channel: "daily", vendor, arch, version: versionOf(version) } as Image;
  const mark = createHash("sha512").update(imageName(image)).digest();
  marks.set(`${member} ${version}`, mark);
  return mark;
}
const marks = new Map<string, Buffer>();
export const markAt = 2 << 20;

/** Reads an image's name in a cloud. It has no vendor, because each cloud takes one vendor's images. */
export function imageIn(name: string, vendor: string): { member: string; version: string } {
  const [, arch = "", version = ""] = /-(amd64|arm64)\b.*-(\d{8}-\d+)$/.exec(name) ?? [];
  return { member: `${vendor}/${arch}`, version };
}
