import type { Measurement } from "./bench.ts";

type Work = () => Promise<unknown>;

/** Reports progress on standard error; standard output is for the results. */
export const say = (text: string): void => console.error(text);

export async function secondsOf(work: Work): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

/** The seconds of processor time of this process, all its threads together. */
export async function processorSecondsOf(work: Work): Promise<number> {
  const begun = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1e6;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)];
  const lower = sorted[Math.ceil(middle) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError("no median of nothing");
  return (lower + upper) / 2;
}

interface Pair {
  name: string;
  rounds: number;
  ours: Work;
  bare: Work;
  /** Done before each round, and not measured. */
  prepare?: Work;
}

/**
 * Measures both in turn, so that what else the machine does in the meantime falls on both; the side that begins changes
 * with the round. The ratio is the median of the rounds' ratios.
 */
export async function compare({ name, rounds, ours, bare, prepare }: Pair): Promise<Measurement> {
  const times: { ours: number; bare: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await prepare?.();
    const first = round % 2 === 0 ? "ours" : "bare";
    const second = first === "ours" ? "bare" : "ours";
    const sides = { ours, bare };
    const time = { ours: 0, bare: 0 };
    for (const side of [first, second] as const) time[side] = await secondsOf(sides[side]);
    times.push(time);
    say(`${name}: round ${round + 1} of ${rounds}: ours ${time.ours.toFixed(2)} s, bare ${time.bare.toFixed(2)} s`);
  }
  return {
    ratio: median(times.map((time) => time.ours / time.bare)),
    seconds: median(times.map((time) => time.ours)),
  };
}
