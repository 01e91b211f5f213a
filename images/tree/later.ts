const beginning = "later: ";

/** The result of what a run leaves to the next one on purpose, because something else has to be done first. */
export const later = (reason: string): string => `${beginning}${reason}`;

/** Why it is left to the next run; undefined of any other result. */
export const laterReason = (result: string): string | undefined =>
  result.startsWith(beginning) ? result.slice(beginning.length) : undefined;
