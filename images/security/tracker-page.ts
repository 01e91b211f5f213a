/** How advisories and holes are called, wherever a text names them: `CVE-2026-31001`, `DSA-6134-1`, `DLA-4200`, `TEMP-1112345-ABCDEF`. */
const ids = /(?<![\w-])((?:CVE-\d{4}-\d{4,19}|D[SL]A-\d{1,6}(?:-\d{1,4})?|TEMP-\d{7}-[0-9A-F]{6}))(?![\w-])/;

/** A text at its ids: words and ids in turn, beginning with words. */
export const splitAtIds = (text: string): string[] => text.split(ids);

/** The page of Debian's security tracker about an id, which holds only what an address may. */
export const trackerPage = (id: string): string => `https://security-tracker.debian.org/tracker/${id}`;
