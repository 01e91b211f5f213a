/** Characters by which a place in a log is found again. */
const mark = 64;

/**
 * What a log says that was not heard yet, where only its last part can be had each time (Nova: 100 KB). Where what was heard and
 * what is shown share no place, all that is shown, on a line of its own: what lies between is lost.
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
