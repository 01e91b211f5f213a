import { lstat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { checkArtifact, claimOf, type ArtifactVerdict, type Judge } from "../../../images/builds/artifact.ts";
import type { Day } from "../../../images/model/day.ts";
import { isSuite, type Suite } from "../../../images/model/definitions/suites.ts";
import type { OwnVendors } from "../../../images/model/definitions/vendors.ts";
import { UserError, type Problem } from "../../../images/model/errors.ts";
import { buildFile, parseBuildName, signedSumsFile, type BuildFormat } from "../../../images/tree/files.ts";
import { imageName } from "../../../images/model/image.ts";
import type { Candidate } from "../../../images/plan/facts.ts";
import { printable } from "../../../images/model/text/printable.ts";
import { probeArtifact, readBuildText } from "../../../storage/artifacts/archive.ts";
import { mapBounded } from "../../../storage/bounded.ts";
import { findBuilds, type FoundBuild } from "../../../storage/artifacts/builds.ts";
import { explained, ifPresent } from "../../../storage/files/fault.ts";
import { readSignedSums, readSigners, signatureProblems, type Signers } from "./signed-build.ts";

export interface Artifacts {
  candidates: Candidate[];
  /** Refused builds; the run continues with the others. */
  refusals: Problem[];
  warnings: string[];
}

interface ArtifactSearch {
  /** The folder that is searched for builds. */
  root: string;
  /** Ignores builds of other suites; without it accepts every suite. */
  suite?: Suite;
  /** Today. */
  day: Day;
  /** Vendors that are not Debian's. */
  vendors?: OwnVendors;
  /** By image name, the digest of what was made before: of such a build only the manifest is read. */
  made?: ReadonlyMap<string, string>;
  /** The file of keys that new builds must be signed with; null: none need be. */
  signedBy?: string | null;
}

/**
 * Finds and checks the builds that arrived. A build without its manifest or its archive is refused by name. If it is still being
 * copied, the next run takes it. A missing folder is only a warning: images that were made need no artifact.
 */
export async function readArtifacts({
  root,
  suite,
  day,
  vendors = {},
  made = new Map(),
  signedBy = null,
}: ArtifactSearch): Promise<Artifacts> {
  const folder = resolve(root);
  const found = await explained(folder, () => findBuilds(folder));
  if (found === undefined) {
    return { candidates: [], refusals: [], warnings: [printable(`no artifacts: the folder ${folder} is not there`)] };
  }
  const wanted = found.builds.filter(({ base }) => isWanted(base, suite));
  const ofOneName = [...Map.groupBy(wanted, ({ base }) => base).values()];
  const limit = 2 * availableParallelism();
  const signers = signedBy === null ? null : await problemsOr(() => readSigners(resolve(signedBy), day));
  const known = { day, vendors, made, signers };
  const verdicts = await mapBounded(ofOneName, limit, (builds) => judgeNamesakes(builds, known));
  return {
    candidates: verdicts.flatMap((verdict) => ("candidate" in verdict ? [verdict.candidate] : [])),
    // a problem with the keys concerns every build, and is reported once
    refusals: [
      ...found.problems,
      ...new Set(verdicts.flatMap((verdict) => ("problems" in verdict ? verdict.problems : []))),
    ],
    warnings: [],
  };
}

/** One folder may serve the stacks of all suites. Each of them refuses a build of an unknown suite. */
function isWanted(base: string, suite: Suite | undefined): boolean {
  const codename = parseBuildName(base)?.codename ?? "";
  return suite === undefined || codename === suite || !isSuite(codename);
}

type Knowledge = Required<Pick<ArtifactSearch, "day" | "vendors" | "made">> & {
  /** Null: builds need no signature; problems: the keys cannot be read. */
  signers: Signers | { problems: Problem[] } | null;
};

async function judgeNamesakes(builds: readonly FoundBuild[], known: Knowledge): Promise<ArtifactVerdict> {
  const [first] = builds;
  if (first !== undefined && builds.length === 1) return judge(first, known);
  const sources = builds.map(({ source }) => source);
  return {
    problems: sources.map((where) => ({
      where,
      value: `one of ${builds.length} builds of one image`,
      expected: "one build of each image",
      remedy: `keep one of ${sources.join(", ")}`,
    })),
  };
}

const needed = ["json", "tar.xz"] as const satisfies BuildFormat[];

async function judge(build: FoundBuild, { day, vendors, made, signers }: Knowledge): Promise<ArtifactVerdict> {
  const recognised = await recognise(build, { vendors, made });
  if (recognised !== undefined) return recognised;
  const missing = needed.filter((format) => !build.present.has(format));
  if (signers !== null && "problems" in signers) return signers;
  if (missing.length === 0) return judgeOnce(build, { day, vendors }, signers);
  return {
    problems: missing.map((format) => ({
      where: buildFile(build.source, format),
      value: "",
      expected: "the file, as a build is its manifest and its archive",
      remedy: "wait until the build is copied, fetch the file again, or remove the rest",
    })),
  };
}

/** The verdict on a build whose image was made before. Its archive no longer matters: only the recorded bytes are ever made of it. */
async function recognise(
  { source, base, present }: FoundBuild,
  { vendors, made }: Pick<Knowledge, "vendors" | "made">,
): Promise<ArtifactVerdict | undefined> {
  if (made.size === 0 || !present.has("json")) return undefined;
  try {
    const candidate = claimOf({ source, base, manifest: await readBuildText(source, "json") }, vendors);
    return made.get(imageName(candidate.image)) === candidate.digest ? { candidate } : undefined;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Verdicts of this process, by everything they depend on: a preview and its update read the same files. */
const judged = new Map<string, ArtifactVerdict>();

async function judgeOnce(build: FoundBuild, by: Judge, signers: Signers | null): Promise<ArtifactVerdict> {
  const keys = signers?.keyring.map((key) => key.getFingerprint()) ?? null;
  const key = JSON.stringify([build.source, by, keys, await stampOf(build)]);
  const known = judged.get(key);
  if (known !== undefined) return known;
  const verdict = await problemsOr(() => judgeFiles(build, by, signers));
  judged.set(key, verdict);
  return verdict;
}

/** Changes when a file of the build does. */
const stampOf = ({ source, present }: FoundBuild): Promise<string[]> =>
  Promise.all(
    [...[...present].map((format) => buildFile(source, format)), signedSumsFile(source)].map(async (file) => {
      const stats = await ifPresent(lstat(file, { bigint: true }));
      return stats === undefined ? file : `${file} ${stats.ino} ${stats.size} ${stats.mtimeNs}`;
    }),
  );

async function judgeFiles(build: FoundBuild, by: Judge, signers: Signers | null): Promise<ArtifactVerdict> {
  const sums = signers === null ? null : await readSignedSums(build, signers);
  const probe = await probeArtifact(build.source, build.present);
  const problems = sums === null ? [] : await signatureProblems(build, probe, sums);
  return problems.length > 0 ? { problems } : checkArtifact(probe, by);
}

async function problemsOr<Result>(work: () => Promise<Result>): Promise<Result | { problems: Problem[] }> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError) return { problems: [...error.problems] };
    throw error;
  }
}
