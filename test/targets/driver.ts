import type { Image } from "../../images/model/image.ts";
import type { Target } from "../../images/model/target.ts";
import type { Provider } from "../../provider-sdk/provider.ts";
import type { TargetResources } from "../../targets/target.ts";

/** When a run is killed: before, during or after a call that changes something in the cloud. */
export const moments = ["before", "during", "after"] as const;
export type Moment = (typeof moments)[number];

interface Counted {
  uploads: number;
  changes: number;
}

/** A target with its cloud, and what a test must see and spoil there. Each test has its own. */
export interface TargetDriver {
  resources: TargetResources;
  target: Target;
  /** The same target in another account than that of the credentials. */
  foreign: Target;
  /** An image whose files and record are in the tree. */
  image: Image;
  digest: string;
  /** Starts a provider that remembers nothing of those before. */
  provider(): Promise<Provider>;
  /** What people see of the image who have not our credentials. */
  outsider(): Promise<{ listed: boolean; startable: boolean }>;
  /** Every object of the image in our account, whoever sees it. */
  owned(): Promise<readonly { ref: string; whole: boolean }[]>;
  /** How often bytes were sent, and how often anything was changed, bytes included. */
  count(): Counted | Promise<Counted>;
  /** Lets each call that changes something fail at this moment of it, until `calm`. A promise that it returns is awaited. */
  spoil(moment: Moment): unknown;
  /** Has another machine send each call that changes something just before, until `calm`: what comes back is the second answer. A promise is awaited. */
  forestall(): unknown;
  /**
   * From the next provider on, the identity that publishes may do what its table of rights has, which is no deletion, and another one may do
   * what the deletion's has. Does nothing where a cloud has one identity.
   */
  divide(): void;
  /** Resolves when the cloud has done what it was asked. */
  calm(): Promise<void>;
  end(): Promise<void>;
}
