import type * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { CloudForReaders } from "../images/finder/clouds.ts";
import type { Channel } from "../images/model/definitions/channels.ts";
import type { Problem } from "../images/model/errors.ts";
import type { Image } from "../images/model/image.ts";
import type { ResourceIdentity } from "../images/model/subject.ts";
import type { Target } from "../images/model/target.ts";
import type { ObservedTarget } from "../images/plan/facts.ts";
import type { ImageRecord } from "../images/tree/record.ts";
import type { TargetResult } from "../images/tree/resources.ts";
import type { ImageAtTarget } from "./image-at-target.ts";

/**
 * A cloud is one folder with four faces, because four processes load them and none should load another's SDK: the model (policy pack,
 * guard, report), the facts (each command), the resources (the program) and the kinds (the provider). Each has a registry here,
 * `models.ts`, `facts.ts`, `resources.ts` and `kinds.ts`, with a line per cloud.
 */

/**
 * What a type of resource is to a target. `upload`: bytes that nobody else sees; `access`: who sees them; `pointer`: names that
 * move.
 */
export type ResourceRole = "upload" | "access" | "pointer";

/** A resource with the inputs and outputs of its state. */
interface ResourceInState extends ResourceIdentity {
  inputs: Readonly<Record<string, unknown>>;
  outputs: Readonly<Record<string, unknown>>;
}

/**
 * What is true of a cloud's resources: pure, and free of SDKs, because the policy pack, the guard and the report load it. One per
 * cloud, in `targets/<cloud>/model/`; `models.ts` lists them.
 */
export interface TargetModel {
  /** Begins the name of each of its targets, `openstack-partner`, and is its key below `cloud-images:targets`. */
  cloud: string;
  /** Reads the value of that key. */
  config: z.ZodType<ConfiguredTargets>;
  /** Every type that the target registers. A type that no model claims is refused. */
  types: Readonly<Record<string, ResourceRole>>;
  /** The image of an upload or access, and the targets that the resource serves: read from its inputs, or else from its name. */
  subject(resource: ResourceIdentity): { image: string; targets: readonly string[] };
  /** The name under which the program registers a resource with these inputs. */
  nameOf(resource: Required<ResourceIdentity>): string;
  /** The inputs that would show an image whose phase is not public: a sentence for each. */
  exposure(resource: Pick<Required<ResourceIdentity>, "type" | "inputs">): string[];
  /** The inputs that `exposure` reads. */
  exposureReads: readonly string[];
  /** How readers find and start its images. */
  readers?: CloudForReaders;
  /**
   * What the inputs lack that a resource of this channel must have before its image is public, as a date or a protection: a
   * sentence for each.
   */
  unguarded?(resource: Pick<Required<ResourceIdentity>, "type" | "inputs">, channel: Channel): string[];
  /** The channel whose account the resource is in, where the account says it: dailies and releases never share one. */
  accountOf?(resource: Pick<Required<ResourceIdentity>, "type" | "inputs">): Channel | undefined;
  /** `nothing`: no upload was ever there, or no name leads anywhere; `part`: it was never whole. */
  holds(resource: ResourceInState): "nothing" | "part" | "whole";
}

/** A cloud in a stack's file. */
export interface ConfiguredTargets {
  targets: readonly Target[];
  /** Problems of several keys together, as a contradiction. */
  problems: readonly Problem[];
  /** By entry of the key's value: the accounts that no stack of the other channel may have too. */
  owned: readonly { path: readonly (string | number)[]; identities: readonly Identity[] }[];
}

/** An account, project or the like that holds the images of one channel alone. */
export interface Identity {
  /** Its key in the entry: `project`. */
  key: string;
  value: string;
  /** What to do where another channel's stack has it too. */
  remedy: string;
}

/** An image with its record, and whether the tree has its file, or can have it again. */
export interface RecordedAtTarget {
  image: Image;
  record: ImageRecord;
  hasFile: boolean;
}

export interface TargetFacts {
  cloud: string;
  /**
   * By target: what the cloud has of our images, whether it can be reached, and warnings for a person. Called once per command.
   * Throws a UserError where a required target rejects the credentials, or they are of another account: before any other call.
   */
  observe(
    targets: readonly Target[],
    channel: Image["channel"],
    recorded: readonly RecordedAtTarget[],
  ): Promise<ReadonlyMap<string, ObservedCloud>>;
}

/** A target's facts for the plan, and warnings for a person. */
export interface ObservedCloud {
  observed: ObservedTarget;
  warnings: readonly string[];
  /** Set only where the target is discovered: the account does not have it, or does not say so. */
  isAbsent?: true;
  /**
   * Set where the account does not have the target, though somebody named it, and no bytes of ours can be left there. It is not down:
   * it counts as retired, so that nothing waits for it.
   */
  isLost?: true;
  /**
   * The same with what the target lets us show, which has calls of its own: asked only where this run shows an image for the first time,
   * before anything is made. Left out where nothing more is asked.
   */
  askRoom?: () => Promise<ObservedCloud>;
}

export interface TargetResources {
  cloud: string;
  /** Registers one image's private uploads at all targets of the cloud. Nobody else sees them before `show`. */
  upload(places: readonly ImageAtTarget[], options: UploadOptions): readonly Upload[];
  /** Registers the names that lead to a channel's newest images; left out by a cloud without such names. */
  point?(pointed: readonly PointedImage[], options: PointOptions): readonly pulumi.Resource[];
}

/** The image that a family's name leads to at a target. */
export interface PointedImage {
  target: Target;
  image: Image;
  /** Why the target is left alone in this run; undefined where it is up. */
  down: string | undefined;
  /** The image's names there; the name stays where it is unless this is `passed`. */
  result: pulumi.Input<TargetResult>;
  /** Changes by others, which the run corrects. */
  repair: readonly string[];
}

export interface PointOptions {
  /** The channel: `trixie-daily`. */
  name: string;
  channel: Pick<Image, "suite" | "channel">;
  /** The cloud's targets, those without any image too. */
  targets: readonly Target[];
  down: ReadonlyMap<string, string>;
  parent: pulumi.Resource;
  /** What must be shown before a name leads to it. */
  after: readonly pulumi.Resource[];
}

export interface UploadOptions {
  /** The image's component. */
  parent: pulumi.Resource;
  /** Targets at which the image is public, and stays. */
  protectedAt: ReadonlySet<string>;
  /** The outcome of the image's files: nothing is uploaded unless it is `passed`. */
  outcome: pulumi.Input<string>;
  /** Files that are repaired in the same run, and uploaded again. */
  after: readonly pulumi.Resource[];
}

/** The resource that has an image's bytes at one or more targets of a cloud. */
export interface Upload {
  places: readonly ImageAtTarget[];
  resource: pulumi.Resource;
  /** `passed`, or `broken: reason`. */
  uploaded(target: string): pulumi.Output<string>;
  /** The id that starts a server there: a Glance id, an AMI. Null where nothing was uploaded. */
  startId(target: string): pulumi.Output<string | null>;
  /**
   * Shows, hides or withdraws the image, as its phase at each target says. A cloud that cannot hide makes the public object here.
   *
   * @param mayBeSeen by target; false where the image or its set did not pass
   */
  show(mayBeSeen: ReadonlyMap<string, pulumi.Input<boolean>>, after: readonly pulumi.Resource[]): Shown;
}

export interface Shown {
  /** The resource that shows it; undefined where it is never shown. */
  access: pulumi.Resource | undefined;
  /** Its result at a target. Called only where this run has work there, because an output for each of 20 regions is costly. */
  result: (target: string) => pulumi.Input<TargetResult>;
}
