/**
 * The first line of a field in a paragraph of deb822(5), whose names have no case. A continuation line begins with a space, so it is
 * never taken for a field.
 */
export const fieldOf = (paragraph: string, name: string): string | undefined =>
  new RegExp(`^${name}:[ \\t]*(.*)$`, "im").exec(paragraph)?.[1]?.trim();
