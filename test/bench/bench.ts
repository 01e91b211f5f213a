/** What a bench measured. */
export interface Measurement {
  /** Ours by the bare tools', or by the time allowed; above its goal it is too slow. */
  ratio: number;
  /** What ours took. */
  seconds: number;
}

/** One line of `npm run bench`. */
export interface Bench {
  name: string;
  /** The largest ratio that is good enough. */
  goal: number;
  /** What the ratio is against, in a few words. */
  against: string;
  run(): Promise<Measurement>;
}

export type Result = Measurement & Pick<Bench, "name" | "goal" | "against">;

/** What a bench needs is not here; it says what. */
export class Skipped extends Error {}
