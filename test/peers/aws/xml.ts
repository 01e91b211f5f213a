export type Xml = string | number | boolean | undefined | readonly Xml[] | { readonly [name: string]: Xml };

const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const escaped = (text: string): string => text.replace(/[&<>]/g, (sign) => escapes[sign] ?? sign);

/** A list's items are elements `item`, as EC2 writes them. */
export function xml(value: Xml): string {
  if (value === undefined) return "";
  if (typeof value !== "object") return escaped(String(value));
  if (Array.isArray(value)) return value.map((each: Xml) => `<item>${xml(each)}</item>`).join("");
  return Object.entries(value)
    .map(([name, inner]) => (inner === undefined ? "" : `<${name}>${xml(inner as Xml)}</${name}>`))
    .join("");
}
