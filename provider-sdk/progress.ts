import type { Operation } from "./kind.ts";

/** Bytes that are done, of all that there are. */
export type Progress = (done: number, all: number) => void;

/** Milliseconds between two sentences: the engine keeps what it is told. */
const interval = 1_000;
/** Milliseconds that the rate is measured over: short enough to follow the line, long enough to be readable. */
const span = 15_000;

/**
 * Says in Pulumi's display how far a transfer is, at what rate, and how long the rest takes at that rate. May be called for each
 * block. What an earlier run did counts as done, and not for the rate.
 */
export function transferProgress(
  { report }: Pick<Operation, "report">,
  doing: string,
  now: () => number = () => performance.now(),
): Progress {
  let marks: { at: number; done: number }[] = [];
  return (done, all) => {
    const at = now();
    const last = marks.at(-1);
    if (last !== undefined && (last.done === done || (at - last.at < interval && done < all))) return;
    marks = [...marks.filter((mark) => at - mark.at <= span), { at, done }];
    const [first = { at, done }] = marks;
    const rate = at > first.at ? (done - first.done) / (at - first.at) : 0;
    const rest = rate > 0 && done < all ? `, ${sizeOf(rate * 1000)}/s, ${timeOf((all - done) / rate)} left` : "";
    report(`${doing}: ${sizeOf(done)} of ${sizeOf(all)}${rest}`);
  };
}

const MiB = 2 ** 20;

function sizeOf(bytes: number): string {
  if (bytes >= 10_000 * MiB) return `${(bytes / 1024 / MiB).toFixed(1)} GiB`;
  return `${bytes < 10 * MiB ? (bytes / MiB).toFixed(1) : Math.round(bytes / MiB)} MiB`;
}

function timeOf(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
