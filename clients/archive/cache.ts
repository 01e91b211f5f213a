import { createHash } from "node:crypto";
import { access, constants, mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { z } from "zod";
import { formatDay, parseDay, type Day } from "../../images/model/day.ts";
import { isTemporary, replaceFile, temporaryBeside } from "../../storage/files/atomic.ts";
import { ifPresent } from "../../storage/files/fault.ts";
import { privateMode } from "../../storage/files/folders.ts";
import { sha256Of, type Body } from "./body.ts";
import type { Validators } from "./fetch.ts";

/** Metadata about a URL's cached body. */
export interface Entry extends Validators {
  /** When the server last confirmed that the body is its newest. */
  fetched: Day;
  /** The newest time stamp that the data ever had; null: it has none. */
  seen: Date | null;
  /** The body's digest, in hexadecimal digits. */
  sha256: string;
}

export interface Kept {
  entry: Entry;
  /** Null where it is gone or damaged; its metadata still shows whether other data is older. */
  body: Body | null;
}

/** A body that was written to the cache; `close` removes it unless it is kept. */
export interface Draft {
  body: Body;
  sha256: string;
  path: string;
}

const dayText = z
  .string()
  .transform((text) => parseDay(text))
  .pipe(z.custom<Day>((day) => day !== undefined));
const entrySchema = z.object({
  url: z.string(),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  fetched: dayText,
  seen: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .nullable(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const dayInMilliseconds = 86_400_000;

/**
 * A folder of bodies by address. A body's file is named by its content, and what is remembered names it, replaced by one rename:
 * two runs at once, or one that is killed, leave whole bodies. Where the folder cannot be written, it is only read, and what is
 * new lasts until `close`.
 */
export class Cache {
  /** The folders that are searched for a copy; copies are kept in the last one. */
  readonly #folders: readonly string[];
  readonly #work: string;
  readonly #open = new Set<Body>();
  readonly #drafts = new Set<string>();

  private constructor(folders: readonly string[], work: string) {
    this.#folders = folders;
    this.#work = work;
  }

  static async at(folder: string): Promise<Cache> {
    try {
      await mkdir(folder, { recursive: true, mode: privateMode });
      await access(folder, constants.W_OK);
      return new Cache([folder], folder);
    } catch {
      const work = await mkdtemp(join(tmpdir(), "cloud-images-reading-"));
      return new Cache([work, folder], work);
    }
  }

  async find(url: string): Promise<Kept | null> {
    const found: Kept[] = [];
    for (const folder of this.#folders) {
      const kept = await this.#findIn(folder, url);
      // another run may have replaced both between the two reads
      const again = kept?.body === null ? await this.#findIn(folder, url) : kept;
      if (again !== null) found.push(again);
    }
    return found.find(({ body }) => body !== null) ?? found[0] ?? null;
  }

  async #findIn(folder: string, url: string): Promise<Kept | null> {
    const entry = await readEntry(folder, url);
    if (entry === null) return null;
    const file = await open(bodyPath(folder, url, entry.sha256), "r").catch(() => null);
    if (file === null) return { entry, body: null };
    const body = this.#opened({ file, where: url });
    return { entry, body: (await sha256Of(body)) === entry.sha256 ? body : null };
  }

  /** Writes a body to a draft, which `keep` gives its name. */
  async write(url: string, chunks: AsyncIterable<Uint8Array>): Promise<Draft> {
    const path = temporaryBeside(join(this.#work, key(url)));
    this.#drafts.add(path);
    const file = await open(path, "wx+");
    const body = this.#opened({ file, where: url });
    const hash = createHash("sha256");
    for await (const chunk of chunks) {
      hash.update(chunk);
      await file.write(chunk);
    }
    return { body, sha256: hash.digest("hex"), path };
  }

  /** Makes a draft the body of its address. */
  async keep(url: string, { sha256, path, body }: Draft, entry: Omit<Entry, "sha256">): Promise<void> {
    const before = await readEntry(this.#work, url);
    await body.file.sync();
    await rename(path, bodyPath(this.#work, url, sha256));
    this.#drafts.delete(path);
    await this.remember(url, { ...entry, sha256 });
    if (before !== null && before.sha256 !== sha256)
      await rm(bodyPath(this.#work, url, before.sha256), { force: true });
    await sweep(this.#work, url, { sha256, before: (await body.file.stat()).mtimeMs - dayInMilliseconds });
  }

  async remember(url: string, { etag, lastModified, fetched, seen, sha256 }: Entry): Promise<void> {
    const text = JSON.stringify({ url, etag, lastModified, fetched: formatDay(fetched), seen, sha256 }, null, 2);
    await replaceFile(entryPath(this.#work, url), `${text}\n`);
  }

  #opened(body: Body): Body {
    this.#open.add(body);
    return body;
  }

  /** Closes every body that was found or written. */
  async close(): Promise<void> {
    for (const { file } of this.#open) await file.close();
    for (const path of this.#drafts) await rm(path, { force: true });
    if (!this.#folders.every((folder) => folder === this.#work)) await rm(this.#work, { recursive: true, force: true });
  }
}

async function readEntry(folder: string, url: string): Promise<Entry | null> {
  const text = await readFile(entryPath(folder, url), "utf8").catch(() => "");
  try {
    const entry = entrySchema.parse(JSON.parse(text));
    return entry.url === url ? entry : null;
  } catch {
    return null;
  }
}

/** Removes what killed runs left behind: of this address, and written before that time. */
async function sweep(folder: string, url: string, keep: { sha256: string; before: number }): Promise<void> {
  const own = new Set([entryPath(folder, url), bodyPath(folder, url, keep.sha256)]);
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (own.has(path) || !(isTemporary(name) || name.startsWith(`${key(url)}.`))) continue;
    const found = await ifPresent(stat(path));
    if (found !== undefined && found.mtimeMs < keep.before) await rm(path, { force: true });
  }
}

const entryPath = (folder: string, url: string): string => join(folder, `${key(url)}.json`);

const bodyPath = (folder: string, url: string, sha256: string): string => join(folder, `${key(url)}.${sha256}`);

/** Unique to the address, and readable for a person. */
const key = (url: string): string =>
  `${basename(new URL(url).pathname).replace(/[^\w.-]/g, "_")}-${createHash("sha256").update(url).digest("hex").slice(0, 16)}`;
