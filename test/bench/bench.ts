/** What a bench measured. */
export interface Measurement {
  /** Our time divided by that of the bare tools, or by the time allowed. Above its goal we are too slow. */
  ratio: number;
  /** Our time. */
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

/** Something that a bench needs is not on this machine. The message says what. */
export class Skipped extends Error {}
