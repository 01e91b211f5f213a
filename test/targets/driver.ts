import type { Image } from "../../images/model/image.ts";
import type { Target } from "../../images/model/target.ts";
import type { Provider } from "../../provider-sdk/provider.ts";
import type { TargetResources } from "../../targets/target.ts";

/** At which moment of a call that changes something the program or its connection is killed. */
export const moments = ["before", "during", "after"] as const;
export type Moment = (typeof moments)[number];

export interface Counted {
  uploads: number;
  changes: number;
}

/** A target, a cloud behind it, and what a test must see and spoil there. One per test. */
export interface TargetDriver {
  resources: TargetResources;
  target: Target;
  /** The same target, as a stack would name it that has credentials of another account. */
  foreign: Target;
  /** The tree has its files, and its record. */
  image: Image;
  digest: string;
  /** A provider process that remembers nothing. */
  provider(): Promise<Provider>;
  /** What people without our credentials see of the image. */
  outsider(): Promise<{ listed: boolean; startable: boolean }>;
  /** Every object of the image in our account, whoever sees it. */
  owned(): Promise<readonly { ref: string; whole: boolean }[]>;
  /** How often bytes were sent, and how often anything was changed, bytes included. */
  count(): Counted | Promise<Counted>;
  /** Each call that changes something meets this end, until `calm`. Awaited. */
  spoil(moment: Moment): unknown;
  /** Resolves when the cloud has done what it was asked. */
  calm(): Promise<void>;
  end(): Promise<void>;
}
