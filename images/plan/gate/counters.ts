import type { Draft } from "../draft.ts";

/** Debian's own counter has four digits from 1000 to 9999, until 2046 or so. */
const usual = /-[1-9]\d{3}$/;

/**
 * Warns of new sets that some readers of the tree miss: Lima's updater looks for eight digits, a dash and four digits, and programs
 * that sort directories by name find `-999` newer than `-1000` of the same day.
 */
export function warnOfCounters({ sets, warnings }: Draft): void {
  for (const { version, images } of sets) {
    const isNew = [...images.values()].some(({ record }) => record === null);
    if (isNew && !usual.test(version))
      warnings.push(
        `${version}: its counter has not four digits: Lima’s updater does not find it, and programs that sort directories by name may take an older one`,
      );
  }
}
