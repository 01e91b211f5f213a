import { closeSync, openSync, writeSync } from "node:fs";
import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { replaceFile } from "../../../storage/files/atomic.ts";
import { ifPresent } from "../../../storage/files/fault.ts";
import { jsonOrUndefined } from "../../../images/model/text/json.ts";

/** The attempt that the record belongs to. */
const headerSchema = z.object({ generation: z.int().nonnegative(), snapshot: z.string() });
type Attempt = z.output<typeof headerSchema>;

const ending = ".blocks";
const line = /^(\d+) ([A-Za-z0-9+/]{43}=)$/;

/**
 * The blocks that AWS acknowledged, with their checksums: a pending snapshot cannot be read, so nobody else knows them. One line
 * is appended for each, before anything else is done for it; a line that a kill tore is ignored, and its block sent again.
 */
export class Acknowledged {
  readonly attempt: Attempt;
  readonly #checksums: Map<number, string>;
  readonly #file: number;

  private constructor(path: string, attempt: Attempt, checksums: Map<number, string>) {
    this.attempt = attempt;
    this.#checksums = checksums;
    this.#file = openSync(path, "a");
  }

  /** The attempt that a former run recorded; undefined where there is none. */
  static async lastAttempt(folder: string, identity: string): Promise<Attempt | undefined> {
    return (await readRecord(pathOf(folder, identity)))?.attempt;
  }

  /** Continues the record of this attempt, or begins it. */
  static async open(folder: string, identity: string, attempt: Attempt): Promise<Acknowledged> {
    const path = pathOf(folder, identity);
    const before = await readRecord(path);
    const isSame = before?.attempt.generation === attempt.generation && before.attempt.snapshot === attempt.snapshot;
    const checksums = isSame ? before.checksums : new Map<number, string>();
    const lines = [JSON.stringify(attempt), ...[...checksums].map(([block, checksum]) => `${block} ${checksum}`)];
    await mkdir(folder, { recursive: true, mode: 0o700 });
    // written anew, so that no torn line stands before the next one
    await replaceFile(path, `${lines.join("\n")}\n`, { mode: 0o600 });
    return new Acknowledged(path, attempt, checksums);
  }

  get size(): number {
    return this.#checksums.size;
  }

  has(block: number): boolean {
    return this.#checksums.has(block);
  }

  /** One write: if this process is killed, the line is whole or torn, and no other line is affected. */
  add(block: number, checksum: string): void {
    writeSync(this.#file, `${block} ${checksum}\n`);
    this.#checksums.set(block, checksum);
  }

  /** In the blocks' order. */
  checksums(): string[] {
    return [...this.#checksums].toSorted(([a], [b]) => a - b).map(([, checksum]) => checksum);
  }

  close(): void {
    closeSync(this.#file);
  }

  /** Removes the record of an attempt that has ended. */
  static async forget(folder: string, identity: string): Promise<void> {
    await rm(pathOf(folder, identity), { force: true });
  }

  /** Removes records of attempts that no run continued before AWS gave them up. */
  static async sweep(folder: string, olderThan: number): Promise<void> {
    const names = (await ifPresent(readdir(folder))) ?? [];
    for (const path of names.filter((name) => name.endsWith(ending)).map((name) => join(folder, name))) {
      const status = await ifPresent(stat(path));
      if (status !== undefined && status.mtimeMs < olderThan) await rm(path, { force: true });
    }
  }
}

const pathOf = (folder: string, identity: string): string => join(folder, `${identity}${ending}`);

/** Undefined for a record that is not there, or whose first line is torn. */
async function readRecord(path: string): Promise<{ attempt: Attempt; checksums: Map<number, string> } | undefined> {
  const text = await ifPresent(readFile(path, "utf8"));
  // what follows the last line's end is torn
  const [first = "", ...rest] = (text ?? "").split("\n").slice(0, -1);
  const attempt = headerSchema.safeParse(jsonOrUndefined(first));
  if (!attempt.success) return undefined;
  const checksums = new Map<number, string>();
  for (const [, block, checksum] of rest.map((text) => line.exec(text) ?? []))
    if (block !== undefined && checksum !== undefined) checksums.set(Number(block), checksum);
  return { attempt: attempt.data, checksums };
}
