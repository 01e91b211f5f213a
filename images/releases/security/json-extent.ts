const [quote, backslash, colon] = [0x22, 0x5c, 0x3a];
const [open, close] = [0x7b, 0x7d];

/**
 * Finds where a JSON string or object ends, in as many pieces as it comes in. Looks at nothing but quotes and braces, none of
 * which is part of another character in UTF-8: whether the JSON is right is for JSON.parse to say.
 */
export class JsonExtent {
  /** Keys of all objects in it so far, each as often as it stands there: a colon outside of strings. */
  keys = 0;
  #depth = 0;
  #inString = false;
  #isEscaped = false;

  /** The index behind its last byte; -1 when it goes on behind the chunk. The first call begins at its quote or brace. */
  end(chunk: Uint8Array, from: number): number {
    let depth = this.#depth;
    let inString = this.#inString;
    let isEscaped = this.#isEscaped;
    for (let index = from; index < chunk.length; index += 1) {
      const byte = chunk[index];
      if (inString) {
        if (isEscaped) isEscaped = false;
        else if (byte === backslash) isEscaped = true;
        else if (byte === quote) {
          inString = false;
          if (depth === 0) return index + 1;
        }
      } else if (byte === quote) inString = true;
      else if (byte === colon) this.keys += 1;
      else if (byte === open) depth += 1;
      else if (byte === close) {
        depth -= 1;
        if (depth === 0) return index + 1;
      }
    }
    this.#depth = depth;
    this.#inString = inString;
    this.#isEscaped = isEscaped;
    return -1;
  }
}
