/** How an image was found good before it was tagged: it booted and has its parts, or a person said why that is not looked at. */

export const passedVerdict = "passed";

const untested = "untested: ";

export const untestedVerdict = (reason: string): string => `${untested}${reason}`;

export const isFoundGood = (verdict: string): boolean => verdict === passedVerdict || verdict.startsWith(untested);
