import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { z } from "zod";

interface Handing<Facts> {
  /** The environment variable that names the file. */
  variable: string;
  file: string;
  schema: z.ZodType<Facts>;
}

/** Facts that a command has read, for the program that it starts: a file of its own names them. Both then plan from the same facts. */
export class Handed<Facts> {
  readonly #handing: Handing<Facts>;
  /** What this process has read last, by what it was read for. */
  readonly #read = new Map<string, Facts>();

  constructor(handing: Handing<Facts>) {
    this.#handing = handing;
  }

  /** The facts that were handed over for the key, else those that `ask` reads. */
  async orRead(key: string, ask: () => Promise<Facts>): Promise<Facts> {
    const handed = (await this.#handed()).get(key);
    if (handed !== undefined) return handed;
    const facts = await ask();
    this.#read.set(key, facts);
    return facts;
  }

  /** Writes what was read into a private file of the folder. Returns the environment variables for the program. */
  async handOver(folder: string): Promise<NodeJS.ProcessEnv> {
    if (this.#read.size === 0) return {};
    const { variable, file } = this.#handing;
    const named = join(folder, file);
    await writeFile(named, serialize(this.#read), { mode: 0o600 });
    return { [variable]: named };
  }

  async #handed(): Promise<ReadonlyMap<string, Facts>> {
    const { variable, schema } = this.#handing;
    const file = process.env[variable] ?? "";
    if (file === "") return new Map();
    const content: unknown = deserialize(await readFile(file));
    return z.map(z.string(), schema).parse(content);
  }
}
