/** Ids of advisories and vulnerabilities in texts: `CVE-2026-31001`, `DSA-6134-1`, `DLA-4200`, `TEMP-1112345-ABCDEF`. */
const ids = /(?<![\w-])((?:CVE-\d{4}-\d{4,19}|D[SL]A-\d{1,6}(?:-\d{1,4})?|TEMP-\d{7}-[0-9A-F]{6}))(?![\w-])/;

/** Splits a text at its ids: words and ids in turn, beginning with words. */
export const splitAtIds = (text: string): string[] => text.split(ids);

/** The security tracker's page for an id. An id has only characters that a URL may have. */
export const trackerPage = (id: string): string => `https://security-tracker.debian.org/tracker/${id}`;
