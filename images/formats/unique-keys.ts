/**
 * The first key that any object of a JSON text has twice; undefined if there is none. JSON.parse silently keeps the last of two
 * values, other readers keep the first. `text` is valid JSON.
 */
export function repeatedKey(text: string): string | undefined {
  /** The keys of each open object; null for a list. */
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
