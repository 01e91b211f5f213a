import { checkPackages, checkReport } from "./artifact/contents.ts";
import { checkCredentials } from "./artifact/credentials.ts";
import { checkArchiveEnd, checkCompressed, checkRatio, checkRegions, checkSize } from "./artifact/disk.ts";
import { checkAzureVersion, checkLabels, checkName, checkReleaseIds, checkVersionDay } from "./artifact/identity.ts";
import { imageOfName } from "./artifact/name.ts";
import { probeTexts, type ArtifactProbe, type Subject } from "./artifact/subject.ts";
import { textDigests } from "./text-digests.ts";
import { withoutCredential } from "../credentials/credentials.ts";
import type { Day } from "../model/day.ts";
import { ownVendorIn, type OwnVendors } from "../model/definitions/vendors.ts";
import { UserError, type Problem } from "../model/errors.ts";
import { buildFile } from "../tree/files.ts";
import type { Image } from "../model/image.ts";
import { buildDigest, packagesDigest, parseBuild, type Build } from "./manifest.ts";
import type { Candidate } from "../plan/facts.ts";

export type ArtifactVerdict = { candidate: Candidate } | { problems: Problem[] };

type Check = (subject: Subject) => Problem[];

/** The checks of an artifact before anything is made from it. Each returns all problems that it finds. */
const checks = {
  "name against content": checkName,
  "labels against content": checkLabels,
  "release ids": checkReleaseIds,
  "Azure's version": checkAzureVersion,
  "a version of the past": checkVersionDay,
  "the disk's size": checkSize,
  "the archive's size": checkCompressed,
  "compression ratio": checkRatio,
  "sparse map": checkRegions,
  "one member": checkArchiveEnd,
  "offline tests": checkReport,
  "package lists": checkPackages,
} as const satisfies Record<string, Check>;

/** What a build is judged by, in addition to its files. */
export interface Judge {
  /** Today. */
  day: Day;
  /** The stack's own vendors. */
  vendors: OwnVendors;
}

/**
 * Judges an artifact's files. The archive's digest and partition table are checked when its bytes are read. No
 * problem repeats a value that looks like a credential.
 */
export async function checkArtifact(probe: ArtifactProbe, by: Judge): Promise<ArtifactVerdict> {
  const verdict = judge(probe, by);
  const problems = [
    ...("problems" in verdict ? verdict.problems : []),
    ...(isJson(probe.manifest) ? await checkCredentials(probe) : []),
  ];
  if (problems.length === 0) return verdict;
  return { problems: problems.map((problem) => ({ ...problem, value: withoutCredential(problem.value) })) };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function judge(probe: ArtifactProbe, { day, vendors }: Judge): ArtifactVerdict {
  try {
    const build = parseBuild(probe.manifest, buildFile(probe.source, "json"));
    const image = imageOfName(probe.source, probe.base, vendors);
    const ownVendor = ownVendorIn(vendors, image.vendor);
    const subject: Subject = { probe, build, image, ownVendor, day };
    const problems = Object.values<Check>(checks).flatMap((check) => check(subject));
    if (problems.length > 0) return { problems };
    return {
      candidate: { ...candidateOf(probe.source, image, build, vendors), brought: textDigests(probeTexts(probe)) },
    };
  } catch (error) {
    if (error instanceof UserError) return { problems: [...error.problems] };
    throw error;
  }
}

/** A build of which only the manifest was read. */
interface Claim {
  source: string;
  base: string;
  manifest: string;
}

/** The candidate that a build claims to be, by its name and manifest only. Throws a UserError. */
export function claimOf({ source, base, manifest }: Claim, vendors: OwnVendors): Candidate {
  const build = parseBuild(manifest, buildFile(source, "json"));
  return candidateOf(source, imageOfName(source, base, vendors), build, vendors);
}

function candidateOf(source: string, image: Image, build: Build, vendors: OwnVendors): Candidate {
  const ownVendor = ownVendorIn(vendors, image.vendor);
  return {
    image,
    ...(ownVendor && { ownVendor }),
    digest: buildDigest(build),
    packages: packagesDigest(build.data.packages),
    notInStable: null,
    source,
  };
}
