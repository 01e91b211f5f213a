/**
 * Less than, equal to or greater than zero, as `dpkg --compare-versions` orders the two (deb-version(7)): epoch, then upstream
 * version, then Debian revision; `~` before the end, letters before all else, digits as numbers. A total order of any texts.
 */
export function compareDpkgVersions(a: string, b: string): number {
  if (a === b) return 0;
  const [colonA, colonB] = [a.indexOf(":"), b.indexOf(":")];
  const [hyphenA, hyphenB] = [revisionAt(a, colonA), revisionAt(b, colonB)];
  return (
    comparePart(a, 0, colonA, b, 0, colonB) ||
    comparePart(a, colonA + 1, hyphenA, b, colonB + 1, hyphenB) ||
    comparePart(a, hyphenA + 1, a.length, b, hyphenB + 1, b.length)
  );
}

/** The version that was first built: a binNMU (`5.2.15-2+b7`) is the same source (`5.2.15-2`) built again. */
export function withoutRebuild(version: string): string {
  return version.replace(/\+b\d+$/, "");
}

/** The index of the revision's hyphen, else the end: an absent epoch or revision counts as zero. */
function revisionAt(version: string, colon: number): number {
  const hyphen = version.lastIndexOf("-");
  return hyphen > colon ? hyphen : version.length;
}

/** Compares `a` from `i` to `endA` with `b` from `j` to `endB`: runs of non-digits and runs of digits in turn. */
function comparePart(a: string, i: number, endA: number, b: string, j: number, endB: number): number {
  while (i < endA || j < endB) {
    while (isOther(a, i, endA) || isOther(b, j, endB)) {
      const difference = weight(a, i, endA) - weight(b, j, endB);
      if (difference !== 0) return difference;
      i += 1;
      j += 1;
    }
    const [stopA, stopB] = [endOfDigits(a, i, endA), endOfDigits(b, j, endB)];
    const difference = compareDigits(a, i, stopA, b, j, stopB);
    if (difference !== 0) return difference;
    [i, j] = [stopA, stopB];
  }
  return 0;
}

/** Compares digit by digit, because a run of digits may be too long for a number. */
function compareDigits(a: string, i: number, endA: number, b: string, j: number, endB: number): number {
  while (i < endA && a.charCodeAt(i) === zero) i += 1;
  while (j < endB && b.charCodeAt(j) === zero) j += 1;
  if (endA - i !== endB - j) return endA - i - (endB - j);
  for (; i < endA; i += 1, j += 1) {
    const difference = a.charCodeAt(i) - b.charCodeAt(j);
    if (difference !== 0) return difference;
  }
  return 0;
}

const zero = 48;
const tilde = 126;
const notLetter = 0x10000;

/** The weight of a character. A digit, or the end, weighs 0: only `~` comes before it. */
function weight(text: string, at: number, end: number): number {
  if (!isOther(text, at, end)) return 0;
  const code = text.charCodeAt(at);
  if (code === tilde) return -1;
  return isLetter(code) ? code : code + notLetter;
}

const isOther = (text: string, at: number, end: number): boolean => at < end && !isDigit(text.charCodeAt(at));

function endOfDigits(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isDigit(text.charCodeAt(at))) at += 1;
  return at;
}

const isDigit = (code: number): boolean => code >= zero && code <= zero + 9;

const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
