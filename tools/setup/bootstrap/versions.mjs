/**
 * Whether a version as a program prints it (`v22.18.0`, `v3.260.0-alpha.1`) is at least the wanted one.
 * A pre-release counts as its release; text without a version is never enough.
 * @param {string} printed
 * @param {string} wanted
 */
export function atLeast(printed, wanted) {
  const have = numbers(printed);
  const need = numbers(wanted);
  for (const [index, number] of need.entries()) {
    const other = have[index];
    if (other === undefined) return false;
    if (other !== number) return other > number;
  }
  return true;
}

/** @param {string} text */
function numbers(text) {
  const [, ...parts] = /(\d+)\.(\d+)\.(\d+)/.exec(text) ?? [];
  return parts.map(Number);
}
