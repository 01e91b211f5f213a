/**
 * The first line of a field in a paragraph of deb822(5), whose names have no case. A continuation line begins with a space, so it is
 * never taken for a field. Only a line feed ends a line: with `m` and `.`, JavaScript would end one at U+2028 or a carriage return too.
 */
export const fieldOf = (paragraph: string, name: string): string | undefined =>
  new RegExp(`(?:^|\\n)${name}:([^\\n]*)`, "i").exec(paragraph)?.[1]?.trim();
