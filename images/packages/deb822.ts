/** A field of one line, of a paragraph of deb822(5). Lines that continue one begin with a space, so none is taken for a field. */
export function fieldOf(paragraph: string, name: string): string | undefined {
  const marker = `\n${name}: `;
  const padded = `\n${paragraph}`;
  const at = padded.indexOf(marker);
  if (at === -1) return undefined;
  const end = padded.indexOf("\n", at + marker.length);
  return padded.slice(at + marker.length, end === -1 ? undefined : end).trim();
}
