/**
 * Characters that no text for people may contain: control characters, which a terminal obeys; characters that change the direction
 * of text or are invisible, so that a text reads as another one; halves of surrogate pairs. This includes the joiners between Indic
 * letters or emoji, which our texts do not use.
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;

/** The text on one line, with single spaces, and with U+FFFD for each unprintable character. */
export const printable = (text: string): string => text.replace(/[\s\u0085]+/g, " ").replace(unprintable, "\ufffd");

/** Cuts a long text, and adds how many characters are missing. */
export function clipped(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most).replace(/\p{Cs}$/u, "")}… (${text.length - most} characters more)`;
}
