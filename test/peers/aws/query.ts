/** A parameter of EC2's query protocol: text, or lists (`Filter.1.Value.2`) and structures of them. */
type Parameter = string | { [key: string]: Parameter };
export type Parameters = Record<string, Parameter>;

export function parseQuery(body: string): Parameters {
  const root: Parameters = {};
  for (const [path, value] of new URLSearchParams(body)) {
    const keys = path.split(".");
    const last = keys.pop() ?? "";
    let at = root;
    for (const key of keys) {
      const next = at[key];
      const inner = typeof next === "object" ? next : {};
      at[key] = inner;
      at = inner;
    }
    at[last] = value;
  }
  return root;
}

export const textAt = (parameters: Parameters, key: string): string | undefined => {
  const value = parameters[key];
  return typeof value === "string" ? value : undefined;
};

/** The items of a list, in the order of their numbers. */
function listAt(parameters: Parameters, key: string): Parameter[] {
  const value = parameters[key];
  if (typeof value !== "object") return [];
  return Object.entries(value)
    .toSorted(([a], [b]) => Number(a) - Number(b))
    .map(([, item]) => item);
}

export const textsAt = (parameters: Parameters, key: string): string[] =>
  listAt(parameters, key).filter((item) => typeof item === "string");

export const structuresAt = (parameters: Parameters, key: string): Parameters[] =>
  listAt(parameters, key).filter((item) => typeof item === "object");
