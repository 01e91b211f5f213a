import { stripVTControlCharacters } from "node:util";
import { leakIn, type Leak } from "../credentials/search.ts";
import { looksLike } from "../credentials/credentials.ts";

/** A log as it may be published, or why it may not. */
export type PublishableLog = { text: string } | { noLog: string };

/** Judges a CI job's log by its plain text: the published text is the searched one. */
export async function publishableLog(bytes: Uint8Array): Promise<PublishableLog> {
  const text = plainLog(bytes);
  if (text.trim() === "") return { noLog: "the log is empty" };
  const leak = await leakIn(text);
  return leak === undefined ? { text } : { noLog: leakReason(leak) };
}

/** Shown to a person at once, because the credential is already public on the CI's own page. The line number is GitLab's. */
const leakReason = ({ line, rule }: Leak): string => `line ${line} ${looksLike(rule)}; revoke it`;

/** Whether a log is not kept because a credential was found in it. */
export const isLeakReason = (noLog: string): boolean => /^line \d+ looks like /.test(noLog);

/**
 * A job's log as plain text, line for line: without colours, GitLab's section marks, control characters, and the earlier states of
 * progress lines. Bytes that are no UTF-8 become U+FFFD.
 */
export function plainLog(bytes: Uint8Array): string {
  const lines = new TextDecoder().decode(bytes).replace(/\n$/, "").split("\n");
  return `${stamped(lines)
    .map(({ time, text }) => cut(`${time}${plainLine(text)}`.trimEnd()))
    .join("\n")}\n`;
}

interface StampedLine {
  /** Ends in a space; empty where the runner writes no times. */
  time: string;
  text: string;
}

/**
 * The beginning of each line from GitLab's runner with FF_TIMESTAMPS: the time, the stream's number and kind, and a `+` if the line
 * continues the previous line of its stream.
 */
const stamp = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?Z ([0-9a-f]{2}[EO])([+ ])/;

function stamped(lines: readonly string[]): StampedLine[] {
  const all: StampedLine[] = [];
  const ofStream = new Map<string, StampedLine>();
  for (const line of lines) {
    const [mark = "", time, stream = "", continues] = stamp.exec(line) ?? [];
    const text = line.slice(mark.length);
    const last = ofStream.get(stream);
    if (continues === "+" && last !== undefined) {
      last.text += text;
      continue;
    }
    const started = { time: time === undefined ? "" : `${time}Z `, text };
    all.push(started);
    if (time !== undefined) ofStream.set(stream, started);
  }
  return all;
}

const sectionMark = /section_(?:start|end):\d+:[\w.-]+(?:\[[^\]\r]*\])?\r/g;
/** Tabs stay. Characters that change the direction of text or are invisible could make a line look like another. */
const invisible = /(?!\t)\p{Cc}|\p{Cf}/gu;

const plainLine = (line: string): string =>
  withoutBackspaces(lastState(stripVTControlCharacters(line).replace(sectionMark, ""))).replace(invisible, "");

/** A carriage return moves a terminal to the line's start, where it overwrites the text. */
const lastState = (line: string): string => line.split("\r").findLast((state) => state.trim() !== "") ?? "";

function withoutBackspaces(line: string): string {
  if (!line.includes("\b")) return line;
  const written: string[] = [];
  for (const character of line) {
    if (character === "\b") written.pop();
    else written.push(character);
  }
  return written.join("");
}

const longestLine = 4000;

/** Cuts long lines: nobody reads a line of megabytes, and searching one takes long. */
const cut = (line: string): string =>
  line.length <= longestLine
    ? line
    : `${line.slice(0, longestLine).toWellFormed()} [… ${line.length - longestLine} characters more]`;
