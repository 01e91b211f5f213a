import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { markOf, mostOutput } from "./collector.ts";

/** By check: its output, if it arrived whole. */
export type Outputs = ReadonlyMap<string, string>;

/** The most chunks of one check: enough for output that cannot be compressed. */
const mostChunks = 2_000;

interface Sent {
  chunks: Map<number, string>;
  ends: Map<number, string>;
}

/** Whether the guest has sent its whole report at least once. */
export const isDone = (console: string, run: string): boolean => lastWords(console, run) > 0;

/** Whether the guest has sent its whole report both times. */
export const isSentTwice = (console: string, run: string): boolean => lastWords(console, run) > 1;

const lastWords = (console: string, run: string): number => console.split(`${markOf(run)} done`).length - 1;

/** Reads the collector script's report. Ignores all other lines, and lines that are cut or broken. */
export function readConsole(console: string, run: string): Outputs {
  const sent = new Map<string, Sent>();
  const line = new RegExp(
    `${markOf(run)} ([a-z-]{1,40}) (?:(\\d{1,5}) ([A-Za-z0-9+/=]{1,64})|end (\\d{1,5}) ([0-9a-f]{64}))(?=\\s|$)`,
    "g",
  );
  for (const [, name = "", number, chunk, count, digest] of console.matchAll(line)) {
    const found = sent.get(name) ?? { chunks: new Map<number, string>(), ends: new Map<number, string>() };
    sent.set(name, found);
    if (chunk !== undefined) keepLonger(found.chunks, Number(number), chunk);
    else if (digest !== undefined && Number(count) <= mostChunks) found.ends.set(Number(count), digest);
  }
  return new Map([...sent].flatMap(([name, each]): [string, string][] => textOf(each).map((text) => [name, text])));
}

/** Each chunk is sent twice. Another message may have broken one of them: the longer one is whole. */
function keepLonger(chunks: Map<number, string>, number: number, chunk: string): void {
  if (number >= mostChunks) return;
  if (chunk.length > (chunks.get(number)?.length ?? 0)) chunks.set(number, chunk);
}

function textOf({ chunks, ends }: Sent): string[] {
  for (const [count, digest] of ends) {
    const lines = Array.from({ length: count }, (_, number) => chunks.get(number));
    const encoded = lines.map((line) => `${line ?? ""}\n`).join("");
    if (createHash("sha256").update(encoded).digest("hex") !== digest) continue;
    const text = inflated(encoded);
    if (text !== undefined) return [text];
  }
  return [];
}

/** Undefined if it is no gzip, or longer than a check's limit: a guest can send anything. */
function inflated(encoded: string): string | undefined {
  try {
    return gunzipSync(Buffer.from(encoded, "base64"), { maxOutputLength: mostOutput }).toString("utf8");
  } catch {
    return undefined;
  }
}
