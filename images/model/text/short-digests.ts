/** Shortens the digests in a text for a table; `explain` shows them whole. */
export const shortDigests = (text: string): string => text.replace(/\b([0-9a-f]{12})[0-9a-f]{52,}\b/g, "$1…");
