import { readdir, readlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { sha256, type Approval } from "../../../images/approval/approval.ts";
import { imageName, setName, type Image } from "../../../images/model/image.ts";
import { staging, tree } from "../../../images/tree/layout.ts";
import { isPassedOver } from "../../../images/builds/passed-over.ts";
import type { Candidate, Facts } from "../../../images/plan/facts.ts";
import type { Plan } from "../../../images/plan/types.ts";
import { mapBounded } from "../../../storage/bounded.ts";
import { explained, hasCode, ifPresent } from "../../../storage/fault.ts";
import { sha256OfFile } from "../../../storage/hash.ts";
import { inStaging, inTree, type Places } from "../../../storage/places.ts";
import { readSetIn, readStaged } from "../../../storage/records.ts";

/** Some are read while another is hashed. */
const readsAtOnce = 8;

interface Publication {
  facts: Facts;
  plan: Plan;
}

/** Digests of every file that the plans are made from: the channels' records, and what images would be made of. */
export async function fingerprint(
  places: Places,
  publications: readonly Publication[],
): Promise<Pick<Approval, "records" | "artifacts">> {
  const records = await Promise.all(publications.map(({ facts }) => recordFiles(places, facts)));
  const pointers = await Promise.all(publications.map(({ facts }) => pointersOf(places, facts)));
  const candidates = publications.flatMap(({ plan }) => candidatesOf(plan));
  const artifacts = await mapBounded(candidates, readsAtOnce, artifactFiles);
  const promoted = await mapBounded(candidates.filter(isPromotion), readsAtOnce, (each) =>
    promotedRecord(places, each),
  );
  return {
    records: Object.fromEntries(
      [...(await digested(records.flat())), ...pointers.flat()].map(({ path, of, sha256 }) => [path, { of, sha256 }]),
    ),
    artifacts: Object.fromEntries([
      ...(await digested(artifacts.flat())).map(({ path, sha256 }) => [path, sha256] as const),
      ...promoted,
    ]),
  };
}

/** The files that are there, with the digest of each. */
async function digested<File extends { path: string }>(files: readonly File[]): Promise<(File & { sha256: string })[]> {
  const found = await mapBounded(files, readsAtOnce, async (file) => {
    const digest = await explained(file.path, () => ifPresent(sha256OfFile(file.path)));
    return digest === undefined ? [] : [{ ...file, sha256: digest }];
  });
  return found.flat();
}

/** Where the channel's records are, or would be; `of`: the set or the channel that they tell of. */
async function recordFiles(places: Places, { suite, channel, sets }: Facts): Promise<{ path: string; of: string }[]> {
  const bySet = await mapBounded(sets, readsAtOnce, async ({ version }) => {
    const set = { suite, channel, version };
    const staged = inStaging(places, staging.records(set));
    const names = ((await ifPresent(readdir(staged))) ?? []).filter((name) => !isPassedOver(name));
    const published = [tree.setRecord(set), tree.checksums(set)].map((file) => inTree(places, file));
    const paths = [...published, ...names.map((name) => join(staged, name))];
    return paths.map((path) => ({ path, of: setName(set) }));
  });
  const ofChannel = [tree.removed({ suite, channel }), tree.index({ suite, channel })];
  return [...ofChannel.map((file) => ({ path: inTree(places, file), of: `${suite}-${channel}` })), ...bySet.flat()];
}

/** The targets of the channel's `latest` and of each name in it. */
async function pointersOf(places: Places, { suite, channel }: Facts) {
  const path = inTree(places, tree.latest({ suite, channel }));
  const names = ((await ifPresent(readdir(path))) ?? []).toSorted();
  const links = await mapBounded(["", ...names], readsAtOnce, async (name) => [name, await leadOf(join(path, name))]);
  return [{ path, of: `${suite}-${channel}`, sha256: sha256(JSON.stringify(links)) }];
}

/** Null if it is no link. */
async function leadOf(path: string): Promise<string | null> {
  try {
    return (await ifPresent(readlink(path))) ?? null;
  } catch (error) {
    if (hasCode(error, "EINVAL")) return null;
    throw error;
  }
}

const candidatesOf = ({ sets }: Plan): Candidate[] =>
  sets.flatMap(({ images }) => images).flatMap(({ candidate }) => candidate ?? []);

const isPromotion = ({ image }: Candidate): boolean => image.channel === "release";

const dailyOf = (image: Image): Image => ({ ...image, channel: "daily" });

/** Everything that a build or a daily's image has beside its archive counts as well. */
async function artifactFiles(candidate: Candidate): Promise<{ path: string }[]> {
  const { image, source } = candidate;
  const folder = isPromotion(candidate) ? source : dirname(source);
  const base = isPromotion(candidate) ? imageName(dailyOf(image)) : basename(source);
  const entries = (await ifPresent(readdir(folder, { withFileTypes: true }))) ?? [];
  return entries
    .filter((entry) => entry.isFile() && entry.name.startsWith(`${base}.`))
    .map(({ name }) => ({ path: join(folder, name) }));
}

/** A release's record copies the daily's, except for the daily's phase, which may change meanwhile. */
async function promotedRecord(places: Places, { image, source }: Candidate): Promise<[string, string]> {
  const daily = dailyOf(image);
  const name = imageName(daily);
  const published = (await readSetIn(source))?.images.find((record) => record.name === name);
  const record = published ?? (await readStaged(places, daily, name))?.image;
  return [`the record of ${name}`, sha256(JSON.stringify({ ...record, targets: null }))];
}
