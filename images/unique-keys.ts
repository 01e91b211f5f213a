/**
 * The first key that stands twice in one object of a JSON text, at any depth; undefined where all are unique. Of two values
 * JSON.parse keeps the last without a word, other readers the first. `text` is valid JSON.
 */
export function repeatedKey(text: string): string | undefined {
  /** Of each object that is open its keys; null for a list. */
  const open: (Set<string> | null)[] = [];
  for (const [token, key] of text.matchAll(/("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}[\]]/g)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(null);
    else if (token === "}" || token === "]") open.pop();
    else if (key !== undefined) {
      // "a" and "\u0061" are one key
      const name = String(JSON.parse(key));
      const keys = open.at(-1);
      if (keys?.has(name) === true) return name;
      keys?.add(name);
    }
  }
  return undefined;
}
