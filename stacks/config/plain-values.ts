/** The engine gives nested values as JSON text, a file gives them as they are, or as that text: all are understood. */
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
