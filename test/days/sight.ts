import { createHash } from "node:crypto";
import { imageName, type Image } from "../../images/model/image.ts";
import { version as versionOf } from "../samples/samples.ts";

/** A name that somebody follows to an image, and where it leads now. */
export interface Lead {
  /** `aws-eu-west-1 /debian/daily/13/latest/amd64` */
  from: string;
  /** The version that it leads to. */
  version: string;
  /** Why who follows it cannot start a whole image there; undefined where they can. */
  wrong: string | undefined;
}

/** The version whose own name it is: `/debian/daily/13/20260701-2526/amd64`; undefined of a name that moves. */
export const versionIn = (from: string): string | undefined => /\/(\d{8}-\d+)\//.exec(from)?.[1];

/** An object of ours in a cloud, by the image that it belongs to. */
export interface Held {
  target: string;
  /** `ec2/amd64 20260701-2526` */
  image: string;
  /** Everybody can start it. */
  isPublic: boolean;
  /** Why it is not a whole image; undefined where it is. */
  wrong: string | undefined;
}

/** All that there is in a cloud at one moment, looked at from outside the program. */
export interface Sight {
  leads: readonly Lead[];
  held: readonly Held[];
  /** Parts that belong to no image. */
  loose: readonly string[];
}

/** One cloud of the world: the program reaches it through a line that can be cut, a test looks past it. */
export interface DaysCloud {
  /** The value of its key below `cloud-images:targets`. */
  settings: unknown;
  environment: NodeJS.ProcessEnv;
  /** Whose images it takes. */
  takes: string;
  /** Targets that a set is not shown without, and the others. */
  required: readonly string[];
  bestEffort: readonly string[];
  /** Gives a provider's process the cloud's clients, with short limits. */
  share(process: object): void;
  look(): Sight;
  /** Calls to accounts that are not the stack's, but for the one that tells whose an account is. */
  strayCalls(): string[];
  /** The program's credentials are of another account, where they can be. */
  stranger?(isOne: boolean): void;
  /** Its best-effort places answer nobody, until `up`. */
  down(): void;
  up(): void;
  end(): Promise<void>;
}

/** What the disk of a daily has at `markAt`, and no other disk. A release has the bytes of its daily. */
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

/** The image that a cloud's name is of: clouds leave the vendor out, since each has its own. */
export function imageIn(name: string, vendor: string): { member: string; version: string } {
  const [, arch = "", version = ""] = /-(amd64|arm64)\b.*-(\d{8}-\d+)$/.exec(name) ?? [];
  return { member: `${vendor}/${arch}`, version };
}
