import type { Xml } from "./xml.ts";
import type { IncomingHttpHeaders } from "node:http";
import { settled } from "./late-setting.ts";
import type { Parameters } from "./query.ts";

/** A call, with the account and the region for which it is signed. */
export interface Asked {
  /** The access key. */
  key: string;
  account: string | undefined;
  region: string;
  service: string;
  call: string;
  changes: boolean;
  parameters: Parameters;
  body: Buffer;
  headers: IncomingHttpHeaders;
  url: string;
}
export type Known = Asked & { account: string };

export interface StoredImage {
  id: string;
  name: string;
  /** Attributes as EC2 shows them: architecture, bootMode, … */
  shown: Record<string, string>;
  description: string;
  snapshot: string;
  size: string;
  /** AWS's own default is `standard` (B:ec2). */
  volumeType?: string;
  tags: Record<string, string>;
  made: Date;
  /** How many looks do not find it yet, and how many find it pending. */
  hiddenLooks: number;
  pendingLooks: number;
  state: "available" | "failed" | "disabled";
  stateReason?: string;
  public: boolean;
  deprecation?: string;
  protection: string;
  /** A protection with a cooldown was taken away, and still holds: for a day at AWS, and here until a test ends it. */
  isCooling?: boolean;
  lastLaunched?: string;
}

export interface StoredSnapshot {
  id: string;
  size: number;
  state: "pending" | "completed" | "error";
  tags: Record<string, string>;
  description: string;
  made: Date;
  public: boolean;
  encrypted: boolean;
  blocks: Map<number, Buffer>;
  hiddenLooks: number;
}

/** An image that was deregistered, and is still seen. */
interface Leaving {
  image: StoredImage;
  looks: number;
}

export interface StoredParameter {
  /** What so many reads still find; undefined: nothing. */
  late?: { reads: number; value: string | undefined };
  value: string;
  type: string;
  dataType: string;
  version: number;
}

/** What an account has in a region. */
export class AccountRegion {
  readonly images = new Map<string, StoredImage>();
  readonly snapshots = new Map<string, StoredSnapshot>();
  readonly leaving = new Map<string, Leaving>();
  readonly parameters = new Map<string, StoredParameter>();
  /** By name of a parameter that was just deleted: how many writes come too early for a new one of the name. */
  readonly deletedParameters = new Map<string, number>();
  /** By client token: the parameters of the call, and the id of what it made. */
  readonly tokens = new Map<string, { parameters: string; id: string }>();
  readonly bin = new Map<string, StoredImage>();
  /** A new account and each new region block public images (AlmaLinux/cloud-images#239); snapshots are blocked on request. */
  imageBlock = settled("block-new-sharing");
  snapshotBlock = settled("unblocked");
  publicQuota = 5;
  encrypts = false;
  /** So many of the next copies get an id, and no image ever comes (boto3#3493). */
  lostCopies = 0;
  /** So many of the next copies end as failed. */
  failedCopies = 0;
  /** So many of the next registrations end as failed. */
  failedRegistrations = 0;
  /** The snapshots of so many of the next copies end in error, and the images stay pending. */
  brokenSnapshots = 0;
  /** So many of the next copies are refused, because others are being made. */
  busyCopies = 0;
  /** Whether PutParameter succeeds and writes nothing, as where its caller may not describe images (aws-sdk-java#2919). */
  ignoresParameters = false;
  /** So many of the next writes of parameters are refused, since another one of the name goes on (B:ssm, TooManyUpdates). */
  busyParameters = 0;
}

/** How late the cloud shows what was done, counted in looks and not in seconds, so that a test is the same each time. */
interface Slowness {
  imageHidden: number;
  imagePending: number;
  /** Looks that still find a deregistered image, and its snapshot in use. Default: 1. */
  imageLingers?: number;
  /** Reads that find the old value of a parameter of an image. Default: 1. */
  parameterLate?: number;
  /** Writes that come too early to a name that was deleted. Default: 0. */
  parameterGone?: number;
}

export class Cloud {
  readonly #regions = new Map<string, AccountRegion>();
  readonly accounts = new Map<string, string>();
  /** By token: the rest of a list. */
  readonly pages = new Map<string, readonly Xml[]>();
  /** By region: the opt-in status that DescribeRegions gives. */
  readonly optIn = new Map<string, string>();
  /** The regions that do not answer. */
  readonly unreachable = new Set<string>();
  /**
   * What AWS does with a write that comes within 30 seconds of the name's deletion: its documents tell only to wait that long (B:ssm,
   * DeleteParameter), so both are played.
   */
  earlyWrites: "refused" | "lost" = "refused";
  /** What an image's protection is called while it cools down: no document says it (clouds.md 1.3), so both are played. */
  protectionWhileCooling = "enabled-with-cooldown";
  slowness: Slowness = { imageHidden: 1, imagePending: 1 };
  /** The cloud's clock. */
  now = (): Date => new Date();
  #next = 0;

  /** The account of an access key. */
  accountOf = (key: string): string | undefined => this.accounts.get(key);

  of(account: string, region: string): AccountRegion {
    const key = `${account} ${region}`;
    const known = this.#regions.get(key);
    if (known !== undefined) return known;
    const made = new AccountRegion();
    this.#regions.set(key, made);
    return made;
  }

  /** Lets an account's images be public in these regions, as the role `accounts` has it. */
  letShare(account: string, ...regions: readonly string[]): void {
    for (const region of regions) this.of(account, region).imageBlock = settled("unblocked");
  }

  /** All accounts, each with what it has in a region. */
  inRegion(region: string): [account: string, has: AccountRegion][] {
    return [...this.#regions].flatMap(([key, has]): [string, AccountRegion][] => {
      const [account = "", name] = key.split(" ");
      return name === region ? [[account, has]] : [];
    });
  }

  /** How many ids were given so far. */
  get made(): number {
    return this.#next;
  }

  /** Goes on after the ids of an earlier stand-in, which gave so many. */
  continueAfter(made: number): void {
    this.#next = made;
  }

  id(prefix: string): string {
    this.#next += 1;
    return `${prefix}-${this.#next.toString(16).padStart(17, "0")}`;
  }
}
