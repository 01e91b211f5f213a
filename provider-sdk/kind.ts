import type { z } from "zod";
import type { Signing } from "../images/readers/signatures.ts";
import type { Places } from "../storage/tree/places.ts";
import type { KeyedLocks, Slots } from "../storage/concurrency.ts";
import type { Difference, Properties } from "./provider.ts";

/** The resources and settings that every operation may use. */
export interface Operation {
  urn: string;
  /** Throws a UserError where the stack has no tree. */
  readonly places: Places;
  /** The folder of the results of test VMs; throws a UserError where the stack has none. */
  readonly results: string;
  /** Days after which dailies leave the tree, as its pages say. */
  dailiesGoAfter: number;
  /** Days after which dailies are no longer listed, as its pages say; undefined: nobody says so. */
  dailiesHideAfter: number | undefined;
  /** Where readers find the tree's root; undefined: nowhere yet. */
  url: string | undefined;
  /** Lists of security advisories: paths, or URLs whose copies staging keeps. */
  advisories: readonly string[];
  /** How the tree's lists are signed; undefined where they are not. */
  signing: Signing | undefined;
  /** A secret; undefined where the stack has none. */
  gitlabToken: string | undefined;
  /** Shared by the whole process: bounds how many images are made at once, whatever the engine's parallelism. */
  slots: Slots;
  /** Shared by the whole process: one writer for each image, set or channel. */
  locks: KeyedLocks;
  /** The same object for all operations of one process: the key of what they share, as one login for each cloud. */
  process: object;
  /** Aborted when the engine gives up; what runs ends and throws. */
  signal: AbortSignal;
  report: (text: string) => void;
  warn: (text: string) => void;
}

/** One resource type. Every operation may be repeated, and may follow one that was killed at any point. */
export interface Kind<Inputs extends Properties, Outputs extends Properties> {
  /** What it is, for the provider's package schema. */
  description: string;
  inputs: z.ZodType<Inputs>;
  outputs: z.ZodType<Outputs>;
  id(inputs: Inputs): string;
  /** A state that an earlier release wrote, in today's keys. */
  inTodaysKeys?(olds: Properties): Properties;
  /** From the state and the inputs alone: it is asked in every preview, for every resource. */
  diff(olds: Outputs, news: Inputs): Difference;
  /**
   * Changes that somebody made to the real thing, unknown to the state, for people; `update` repairs them. Called in every
   * preview without other changes, so it reads only names, links, sizes, times and small files.
   */
  look?(operation: Operation, olds: Outputs): Promise<readonly string[]>;
  create(operation: Operation, news: Inputs): Promise<Outputs>;
  /** Undefined when nothing of it is left. */
  read(operation: Operation, olds: Outputs): Promise<Outputs | undefined>;
  update(operation: Operation, olds: Outputs, news: Inputs): Promise<Outputs>;
  delete(operation: Operation, olds: Outputs): Promise<void>;
}
