/**
 * Less than, equal to or greater than zero, as `dpkg --compare-versions` orders the two (deb-version(7)): epoch, then upstream
 * version, then Debian revision; `~` before the end, letters before all else, digits as numbers. A total order of any texts.
 */
export function compareDpkgVersions(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [partsOf(a), partsOf(b)];
  return (
    comparePart(left.epoch, right.epoch) ||
    comparePart(left.upstream, right.upstream) ||
    comparePart(left.revision, right.revision)
  );
}

/** The version that was first built: a binNMU (`5.2.15-2+b7`) is the same source (`5.2.15-2`) built again. */
export function withoutRebuild(version: string): string {
  return version.replace(/\+b\d+$/, "");
}

/** What is absent counts as zero: an epoch as well as a revision. */
function partsOf(version: string): { epoch: string; upstream: string; revision: string } {
  const colon = version.indexOf(":");
  const rest = version.slice(colon + 1);
  const hyphen = rest.lastIndexOf("-");
  return {
    epoch: version.slice(0, Math.max(colon, 0)),
    upstream: hyphen === -1 ? rest : rest.slice(0, hyphen),
    revision: hyphen === -1 ? "" : rest.slice(hyphen + 1),
  };
}

/** Runs of other characters and runs of digits take turns; the first difference decides. */
function comparePart(a: string, b: string): number {
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    while (isOther(a, i) || isOther(b, j)) {
      const difference = weight(a, i) - weight(b, j);
      if (difference !== 0) return difference;
      i += 1;
      j += 1;
    }
    const [endA, endB] = [endOfDigits(a, i), endOfDigits(b, j)];
    const difference = compareDigits(a.slice(i, endA), b.slice(j, endB));
    if (difference !== 0) return difference;
    [i, j] = [endA, endB];
  }
  return 0;
}

/** As text, because a run of digits may be longer than a number is exact. */
function compareDigits(a: string, b: string): number {
  const [left, right] = [a.replace(/^0+/, ""), b.replace(/^0+/, "")];
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : Number(left > right);
}

const notLetter = 0x10000;

/** Where one text's run of others has ended, its digit or end weighs 0: only `~` comes before it. */
function weight(text: string, at: number): number {
  if (!isOther(text, at)) return 0;
  const code = text.charCodeAt(at);
  if (text[at] === "~") return -1;
  return isLetter(code) ? code : code + notLetter;
}

function isOther(text: string, at: number): boolean {
  return at < text.length && !isDigit(text.charCodeAt(at));
}

function endOfDigits(text: string, from: number): number {
  let end = from;
  while (end < text.length && isDigit(text.charCodeAt(end))) end += 1;
  return end;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
