/** The number of characters that identify a position in a log. */
const mark = 64;

/**
 * The new part of a log of which only the end can be read each time (Nova: 100 KB). `heard` is what was read before, `shown` the end
 * that is read now. If both share no text, the part between is lost, and all of `shown` is new, on a line of its own.
 */
export function unheard(heard: string, shown: string): string {
  if (heard === "") return shown;
  // the first line may be cut, in the middle of a character too
  const [whole, lines] = [shown, shown.slice(shown.indexOf("\n") + 1)];
  for (const text of [whole, lines]) {
    const shared = sharedLength(heard, text);
    if (shared > 0) return text.slice(shared);
  }
  return `\n${shown}`;
}

/** Characters at the end of `heard` with which `text` begins; 0 where there are too few to be sure. */
function sharedLength(heard: string, text: string): number {
  const beginning = text.slice(0, mark);
  if (beginning === "") return 0;
  for (let at = heard.indexOf(beginning); at >= 0; at = heard.indexOf(beginning, at + 1))
    if (text.startsWith(heard.slice(at))) return heard.length - at;
  return heard.length < mark && text.startsWith(heard) ? heard.length : 0;
}
