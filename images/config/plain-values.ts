/** Decodes nested values: the engine passes them as JSON text, and a file may hold them so too. */
export const plainValues = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fromJson(value)]));

function fromJson(value: unknown): unknown {
  if (typeof value !== "string" || !/^[[{]|^(null|true|false)$/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
