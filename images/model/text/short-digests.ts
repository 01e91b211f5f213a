/** A text for a table: digests are cut to as many digits as people compare; `explain` has them whole. */
export const shortDigests = (text: string): string => text.replace(/\b([0-9a-f]{12})[0-9a-f]{52,}\b/g, "$1…");
