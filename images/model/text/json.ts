/** The value of a JSON text; undefined where the text is no JSON, as a proxy's page or a torn file. */
export function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
