import { createHash } from "node:crypto";
import { cp, mkdir, readdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Member } from "../../../images/model/image.ts";
import { memberNamed, version as versionOf } from "../../samples/samples.ts";
import { makeArtifact } from "../../../tools/sample/artifact.ts";
import { makeBroken, type BrokenKind } from "../../samples/broken-builds/broken-builds.ts";
import type { SampleBuild } from "../../../tools/sample/build.ts";

/** One build that arrives. */
export interface Arrival {
  version: string;
  member: Member;
  /** The version whose packages it has (default: its own). */
  packagesOf?: string;
  /** How often each source was updated. */
  updates?: Readonly<Record<string, number>>;
  rebuilds?: number;
  /** Makes other bytes under the same name. */
  seed?: string;
  broken?: BrokenKind;
}

/** The builds of this run of the ring: each is made once, for the test that asks for it first. `ring.ts` removes them. */
export const sharedBuilds = path.join(
  tmpdir(),
  `cloud-images-builds-${process.env["CLOUD_IMAGES_TEST_RING"] ?? process.pid}`,
);

/** Copies a build into a folder; makes it first where no test did so far. */
export async function copyArtifact(arrival: Arrival, folder: string): Promise<void> {
  const made = path.join(sharedBuilds, createHash("sha256").update(JSON.stringify(arrival)).digest("hex"));
  if ((await readdir(made).catch(() => [])).length === 0) await makeOnce(arrival, made);
  await cp(made, folder, { recursive: true, verbatimSymlinks: true });
}

async function makeOnce(arrival: Arrival, made: string): Promise<void> {
  const work = `${made}.${process.pid}`;
  await mkdir(work, { recursive: true });
  const build = buildOf(arrival);
  if (arrival.broken === undefined) await makeArtifact(build, work);
  else await makeBroken(arrival.broken, build, work);
  // another file's tests may have made the same meanwhile; either is right
  await rename(work, made).catch(() => rm(work, { recursive: true }));
}

function buildOf({ version, member, packagesOf, updates, rebuilds, seed }: Arrival): SampleBuild {
  return {
    suite: "trixie",
    ...memberNamed(member),
    version: versionOf(version),
    size: 1,
    ...(seed !== undefined && { seed }),
    ...(updates !== undefined && { updates }),
    ...(rebuilds !== undefined && { rebuilds }),
    ...(packagesOf !== undefined && { packagesOf: versionOf(packagesOf) }),
  };
}
