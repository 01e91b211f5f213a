/** What JSON can say; objects may come from a schema whose optional keys are undefined. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json | undefined };

const step = "    ";

/**
 * JSON as Python's `json.dumps(value, indent=4, sort_keys=True, separators=(",", ": "))` writes it, which is how Debian's
 * manifests are published: keys by code point, everything beyond printable ASCII escaped, no final newline.
 */
export const pythonJson = (value: Json): string => write(value, "\n");

function write(value: Json, newline: string): string {
  if (typeof value === "string") return quote(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isArray(value)) {
    return enclose(
      "[]",
      value.map((item) => write(item, newline + step)),
      newline,
    );
  }
  const keys = Object.keys(value).toSorted(byCodePoint);
  const members = keys.flatMap((key) => {
    const member = value[key];
    return member === undefined ? [] : [`${quote(key)}: ${write(member, newline + step)}`];
  });
  return enclose("{}", members, newline);
}

const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);

function enclose(brackets: "[]" | "{}", parts: readonly string[], newline: string): string {
  if (parts.length === 0) return brackets;
  return `${brackets.charAt(0)}${newline}${step}${parts.join(`,${newline}${step}`)}${newline}${brackets.charAt(1)}`;
}

const quote = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** The order of UTF-8 bytes is that of code points; JavaScript's own, by UTF-16 unit, puts U+1F600 before U+FF01. */
const byCodePoint = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
