/** A stand-in of a cloud on this machine, for trying a whole publication without an account. */
export interface TrialCloud {
  /** The variables by which the program reaches it. */
  environment: Readonly<Record<string, string>>;
  /** The value of its key below `cloud-images:targets`. */
  settings: unknown;
  /** What everybody may start there: a line per image. */
  seen(): string[];
  /** What it has, as the next start takes it; nothing but plain data. */
  kept(): unknown;
  end(): Promise<void>;
}

/** Starts a cloud. `kept` is what an earlier one had at its end; undefined: it is empty. */
export type StartTrial = (kept: unknown) => Promise<TrialCloud>;
