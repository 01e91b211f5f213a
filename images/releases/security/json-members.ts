import type { UserError } from "../../model/errors.ts";
import { JsonExtent } from "./json-extent.ts";

/** A member of the outermost object. */
export interface JsonMember {
  key: string;
  /** Its value as it was written: a JSON object, as far as its braces tell. */
  text: string;
  /** Keys of all objects in the text. JSON.parse makes fewer of them where an object names one twice. */
  keys: number;
}

interface Reading {
  /** Of the member with that key, counted from 0. */
  isWanted: (key: string, index: number) => boolean;
  /** In bytes, of a wanted value or any key. */
  longest: number;
  /** Makes the error for a place in the file, counted in bytes. */
  refuse: (offset: number, expected: string) => UserError;
}

/** What may come next between keys and values. */
type Expected = "object" | "first key" | "key" | "colon" | "value" | "comma" | "nothing";

const descriptions: Readonly<Record<Expected, string>> = {
  object: "an object",
  "first key": "a key, or the object's end",
  key: "a key",
  colon: "a colon",
  value: "an object",
  comma: "a comma, or the object's end",
  nothing: "nothing behind the object",
};

/** What each byte leads to; a quote begins a key, and a brace a member's value, which are read by themselves. */
const grammar: Readonly<Record<Expected, Readonly<Record<string, Expected>>>> = {
  object: { "{": "first key" },
  "first key": { '"': "colon", "}": "nothing" },
  key: { '"': "colon" },
  colon: { ":": "value" },
  value: { "{": "comma" },
  comma: { ",": "key", "}": "nothing" },
  nothing: {},
};

const blanks: ReadonlySet<string> = new Set([" ", "\t", "\n", "\r"]);

/** A key or a value, while it is being read. */
interface Part {
  is: "key" | "value";
  /** Counted in the file's bytes. */
  begin: number;
  extent: JsonExtent;
  /** What was read of it; null where it is only skipped. */
  text: string | null;
  bytes: number;
}

/**
 * Splits the bytes of a JSON object of objects into its members, and keeps those that are wanted. Of the others no more is
 * looked at than where they end, so that a file takes less time than JSON.parse would, and no more memory than its longest
 * wanted member.
 *
 * Own code: the streaming parsers make tokens or values of everything. Of 50 MB, @streamparser/json 0.0.26 takes 6 to 8 times
 * as long as JSON.parse, and stream-json 3.8.0 seven times and more for its bare tokens.
 */
export class MemberSplitter {
  readonly #reading: Reading;
  readonly #keys = new Set<string>();
  #expected: Expected = "object";
  #part: Part | null = null;
  #key = "";
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  /** Of the chunk at hand. */
  #offset = 0;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /** The wanted members that end in the file's next bytes. */
  *read(chunk: Uint8Array): Generator<JsonMember> {
    let index = 0;
    while (index < chunk.length) {
      this.#part ??= this.#begin(chunk, index);
      if (this.#part === null) {
        index += 1;
        continue;
      }
      const end = this.#part.extent.end(chunk, index);
      this.#collect(this.#part, chunk.subarray(index, end === -1 ? chunk.length : end), end !== -1);
      if (end === -1) break;
      const member = this.#finish(this.#part);
      this.#part = null;
      if (member !== null) yield member;
      index = end;
    }
    this.#offset += chunk.length;
  }

  /** To be called behind the last bytes; answers how many members there were. */
  end(): number {
    if (this.#part !== null) throw this.#reading.refuse(this.#offset, `the end of a ${this.#part.is}: it is cut off`);
    if (this.#expected !== "nothing")
      throw this.#reading.refuse(this.#offset, `${descriptions[this.#expected]}: it is cut off`);
    return this.#keys.size;
  }

  /** Takes one byte between keys and values; answers the key or value that it begins. */
  #begin(chunk: Uint8Array, index: number): Part | null {
    const byte = String.fromCharCode(chunk[index] ?? 0);
    if (blanks.has(byte)) return null;
    const expected = this.#expected;
    const next = grammar[expected][byte];
    const begin = this.#offset + index;
    if (next === undefined) throw this.#reading.refuse(begin, descriptions[expected]);
    this.#expected = next;
    const part = { begin, extent: new JsonExtent(), bytes: 0 };
    if (byte === '"') return { is: "key", text: "", ...part };
    if (expected === "value") return { is: "value", text: this.#isWanted() ? "" : null, ...part };
    return null;
  }

  #isWanted(): boolean {
    return this.#reading.isWanted(this.#key, this.#keys.size - 1);
  }

  #collect(part: Part, bytes: Uint8Array, isLast: boolean): void {
    if (part.text === null) return;
    const { longest, refuse } = this.#reading;
    part.bytes += bytes.length;
    if (part.bytes > longest) throw refuse(part.begin, `a ${part.is} of at most ${longest} bytes`);
    try {
      part.text += this.#decoder.decode(bytes, { stream: !isLast });
    } catch {
      throw refuse(part.begin, `a ${part.is} in UTF-8`);
    }
  }

  #finish({ is, begin, text, extent }: Part): JsonMember | null {
    if (text === null) return null;
    if (is === "value") return { key: this.#key, text, keys: extent.keys };
    this.#key = this.#readKey(text, begin);
    return null;
  }

  #readKey(text: string, begin: number): string {
    const key = stringOf(text);
    if (key === null) throw this.#reading.refuse(begin, descriptions.key);
    if (this.#keys.has(key)) throw this.#reading.refuse(begin, `each key once, and ${key} stands there again`);
    this.#keys.add(key);
    return key;
  }
}

function stringOf(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? value : null;
  } catch {
    return null;
  }
}
