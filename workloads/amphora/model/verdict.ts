/** Why an image may be tagged: it booted and has its parts, or a person gave a reason to skip the boot. */

export const passedVerdict = "passed";

const untested = "untested: ";

export const untestedVerdict = (reason: string): string => `${untested}${reason}`;

export const isFoundGood = (verdict: string): boolean => verdict === passedVerdict || verdict.startsWith(untested);
