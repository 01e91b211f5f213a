/**
 * What no text for people may hold: control characters (a terminal obeys them), characters that turn the direction of what
 * follows or are not seen at all (a text reads as another one), and halves of surrogate pairs. A joiner between Indic letters
 * or emoji goes too: nothing of ours is written in them.
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;

/** On one line, with single spaces, and with a mark in the place of whatever does not show. */
export const printable = (text: string): string => text.replace(/[\s\u0085]+/g, " ").replace(unprintable, "\ufffd");

/** Cut where it is longer than anybody reads, and says by how much. */
export function clipped(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most).replace(/\p{Cs}$/u, "")}… (${text.length - most} characters more)`;
}
