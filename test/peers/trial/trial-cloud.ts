/** A stand-in of a cloud on this machine, for trying a whole publication without an account. */
export interface TrialCloud {
  /** The variables by which the program reaches it. */
  environment: Readonly<Record<string, string>>;
  /** The value of its key below `cloud-images:targets`. */
  settings: Readonly<Record<string, unknown>>;
  /** A line for each image that everybody may start, and for each name that leads to one. */
  seen(): string[];
  /** Has a region answer nobody; false: there is no such region. Undefined: the cloud's regions have no servers of their own. */
  takeDown?(region: string): boolean;
  /** What the cloud has, as plain data, for the next start. */
  kept(): unknown;
  end(): Promise<void>;
}

/** Starts a cloud. `kept` is what an earlier one had at its end; undefined: the cloud is empty. */
export type StartTrial = (kept: unknown) => Promise<TrialCloud>;
