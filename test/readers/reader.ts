import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import type { Hosts } from "./hosts.ts";
import type { Moment } from "./story.ts";

/** A program that others wrote, which finds an image in a tree. */
export interface Reader {
  name: string;
  /** False where this machine lacks it; then it has warned. */
  isThere: boolean;
  /** Finds an image. @param folder an empty folder for the reader */
  read: (hosts: Hosts, folder: string, moment: Moment) => Promise<Answer>;
}

/** The image that a reader would take, and the digests that it expects. */
interface Answer {
  version: string;
  url: string;
  sha512?: string;
  sha256?: string;
}

/** Milliseconds that a reader may take. */
const patience = 120_000;
const execute = promisify(execFile);

/** Runs a reader. Returns its standard output. */
export async function runReader(
  [program, ...args]: readonly [string, ...string[]],
  { env }: Pick<Hosts, "env">,
  { cwd, more = {} }: { cwd: string; more?: NodeJS.ProcessEnv },
): Promise<string> {
  const { stdout } = await execute(program, args, { cwd, env: { ...env, HOME: cwd, ...more }, timeout: patience });
  return stdout;
}

export const versionIn = (url: string): string => /\/(\d{8}-\d{4})\//.exec(url)?.[1] ?? "";

/** What is wrong with an answer, by the bytes at its address; undefined where it is right. */
export async function wrongWith(answer: Answer, { http }: Hosts): Promise<string | undefined> {
  const path = answer.url.replace(
    /^https:\/\/(?:cloud\.debian\.org\/images|cdimage\.debian\.org\/cdimage)\/cloud\//,
    "",
  );
  const response = await fetch(new URL(path, http), { signal: AbortSignal.timeout(patience) });
  if (!response.ok) return `${answer.url} answers ${response.status}`;
  const bytes = Buffer.from(await response.arrayBuffer());
  for (const algorithm of ["sha512", "sha256"] as const) {
    const expected = answer[algorithm];
    const found = createHash(algorithm).update(bytes).digest("hex");
    if (expected !== undefined && expected !== found) return `${answer.url} has ${algorithm} ${found}, not ${expected}`;
  }
  return answer.sha512 === undefined && answer.sha256 === undefined
    ? `${answer.url} comes without a digest`
    : undefined;
}
