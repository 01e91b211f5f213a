import type { Suite } from "../../../images/model/definitions/suites.ts";
import { diffImages, nothingKnown } from "../../../images/releases/diff/diff.ts";
import { compareDpkgVersions, withoutRebuild } from "../../../images/packages/dpkg-version.ts";
import type { InstalledPackage } from "../../../images/packages/types.ts";
import { claim, wrongClaims } from "../../dpkg/order.ts";
import { installedPackages } from "../../../tools/sample/packages/installed.ts";
import type { Bench } from "../bench.ts";
import { compare } from "../measure.ts";

/** Nearly every package that both have differs: the most that a diff of two images can have to compare. */
const before = packagesOf("bullseye");
const after = packagesOf("bookworm");

/** How many diffs are measured together: one alone takes less time than a clock can measure. */
const diffs = 500;

/** A diff of two images, with pairing and naming, against no more than dpkg's answers on the versions that it has to compare. */
export const diff: Bench = {
  name: "diff",
  goal: 0.001,
  against: "dpkg --compare-versions, once for each two versions that it compares",
  async run() {
    const knowledge = nothingKnown("bookworm");
    const compareOnce = () => diffImages(before, after, knowledge);
    const claims = compareOnce().changes.flatMap(({ before: from, after: to }) =>
      from === null || to === null ? [] : comparisonsOf(from.version, to.version),
    );
    const many = await compare({
      name: `diff, ${diffs} of them`,
      rounds: 21,
      ours: () => {
        times(diffs, compareOnce);
        return Promise.resolve();
      },
      bare: () => expectRight(wrongClaims(claims)),
    });
    return { ratio: many.ratio / diffs, seconds: many.seconds / diffs };
  },
};

/** Asks which version is the newer one, and, where one was rebuilt, whether the rebuild is all that changed. */
function comparisonsOf(from: string, to: string) {
  const [first, last] = [withoutRebuild(from), withoutRebuild(to)];
  const order = claim(from, to, compareDpkgVersions(from, to));
  return first === from && last === to ? [order] : [order, claim(first, last, compareDpkgVersions(first, last))];
}

function times(count: number, work: () => unknown): void {
  for (let done = 0; done < count; done += 1) work();
}

/** The packages of a generated image of the suite. */
export function packagesOf(suite: Suite): InstalledPackage[] {
  return installedPackages({ suite, vendor: "genericcloud", arch: "amd64" }, () => 0).map((entry) => ({
    name: entry.multiArchSame ? `${entry.name}:${entry.arch}` : entry.name,
    version: entry.version,
    source: { name: entry.source, version: entry.sourceVersion },
  }));
}

function expectRight(wrong: readonly string[]): Promise<void> {
  return wrong.length === 0 ? Promise.resolve() : Promise.reject(new Error(`dpkg says otherwise: ${wrong.join(", ")}`));
}
