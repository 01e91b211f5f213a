/** The first line of a field in a paragraph of deb822(5). A continuation line begins with a space, so it is never taken for a field. */
export function fieldOf(paragraph: string, name: string): string | undefined {
  const marker = `\n${name}: `;
  const padded = `\n${paragraph}`;
  const at = padded.indexOf(marker);
  if (at === -1) return undefined;
  const end = padded.indexOf("\n", at + marker.length);
  return padded.slice(at + marker.length, end === -1 ? undefined : end).trim();
}
