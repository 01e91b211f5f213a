import { lstat, readdir, readlink } from "node:fs/promises";
import path from "node:path";
import type { ImageRecord } from "../../../images/tree/record.ts";
import { look, mirrorOf, sha512, type ChannelView, type SetView } from "./outsider.ts";

const servedPhases = new Set(["current", "superseded", "hidden"]);
const covered = /^[^.]+\.(json|tar\.xz|raw|qcow2)$/;

/** What is wrong at this moment, also right after a kill: no name leads to what nobody should get, and no listed file is missing. */
export async function publicProblems(tree: string): Promise<string[]> {
  const { channels } = await look(tree);
  return channels.flatMap((channel) => [
    ...pointerProblems(channel),
    ...completenessProblems(channel),
    ...listingProblems(channel),
  ]);
}

/** What is wrong after a run that ended well: besides, every view agrees with every other, and nothing is left over. */
export async function settledProblems(tree: string, staging: string): Promise<string[]> {
  const { channels } = await look(tree);
  return [
    ...(await publicProblems(tree)),
    ...channels.flatMap((channel) => [
      ...[...channel.sets].flatMap(([version, set]) => directoryProblems(`${channel.directory}/${version}`, set)),
      ...indexProblems(channel),
      ...leftoverProblems(channel),
    ]),
    ...(await stagingProblems(staging)),
  ];
}

function pointerProblems({ directory, sets, latest }: ChannelView): string[] {
  if (latest === undefined) return [];
  return [...latest.links].flatMap(([link, target]) => {
    const [version = "", file = ""] = target.split("/");
    const set = sets.get(version);
    if (set === undefined) return [`${directory}/latest/${link} leads to ${target}, which no record knows`];
    const image = set.record.images.find(({ files }) => files.some(({ name }) => name === file));
    if (image === undefined) return [`${directory}/latest/${link} leads to ${target}, which is nobody's file`];
    const problems: string[] = [];
    const { phase } = mirrorOf(image);
    if (!servedPhases.has(phase)) problems.push(`${directory}/latest/${link} leads to an image that is ${phase}`);
    if (!set.files.has(file)) problems.push(`${directory}/latest/${link} leads to ${target}, which is missing`);
    if (image.attempts.at(-1)?.outcome !== "passed") problems.push(`${directory}/latest/${link} is untested`);
    const sum = latest.checksums.get(link);
    if (covered.test(link) && sum !== set.files.get(file))
      problems.push(`${directory}/latest/SHA512SUMS lies of ${link}`);
    return problems;
  });
}

/** Every listed file exists, and every listed directory has an image. */
function listingProblems({ directory, sets, index }: ChannelView): string[] {
  const indexed = (index?.sets ?? []).flatMap(({ version, images }) =>
    missingOf(images, sets.get(version)).map((name) => `${directory}/index.json lists ${name}, which is missing`),
  );
  return [...indexed, ...[...sets].flatMap(([version, set]) => setProblems(`${directory}/${version}`, set))];
}

function setProblems(where: string, set: SetView): string[] {
  const listed = missingOf(set.record.images, set).map((name) => `${where}/set.json lists ${name}, which is missing`);
  const summed = [...set.checksums.keys()]
    .filter((name) => !set.files.has(name))
    .map((name) => `${where}/SHA512SUMS names ${name}, which is missing`);
  return [...listed, ...summed, ...(set.checksums.size === 0 ? [`${where} is public without an image`] : [])];
}

const missingOf = (images: readonly ImageRecord[], set: SetView | undefined): string[] =>
  images
    .filter((image) => mirrorOf(image).listed)
    .flatMap(({ files }) => files.map(({ name }) => name))
    .filter((name) => set?.files.has(name) !== true);

function completenessProblems({ directory, sets }: ChannelView): string[] {
  return [...sets].flatMap(([version, { record }]) =>
    record.expect.required
      .filter((member) => !record.images.some(({ vendor, arch }) => `${vendor}/${arch}` === member))
      .map((member) => `${directory}/${version} is public without ${member}, which it requires`),
  );
}

function directoryProblems(where: string, { record, files, checksums }: SetView): string[] {
  const served = record.images.filter((image) => servedPhases.has(mirrorOf(image).phase));
  const expected = new Map(served.flatMap(({ files }) => files.map(({ name, sha512 }) => [name, sha512])));
  const problems = [...expected].flatMap(([name, sum]) => {
    if (!files.has(name)) return [`${where}/${name} is recorded and missing`];
    return files.get(name) === sum ? [] : [`${where}/${name} has other bytes than its record`];
  });
  for (const name of files.keys()) {
    if (!expected.has(name) && !["SHA512SUMS", "SHA256SUMS", "HEADER.html"].includes(name))
      problems.push(`${where}/${name} is left over`);
  }
  const sums = [...expected].filter(([name]) => covered.test(name));
  for (const [name, sum] of sums) if (checksums.get(name) !== sum) problems.push(`${where}/SHA512SUMS lacks ${name}`);
  if (checksums.size !== sums.length)
    problems.push(`${where}/SHA512SUMS names ${checksums.size} files, not ${sums.length}`);
  return problems;
}

function indexProblems({ directory, sets, index, removed }: ChannelView): string[] {
  if (index === undefined) return sets.size === 0 ? [] : [`${directory}/index.json is missing`];
  const problems: string[] = [];
  const indexed = new Map(
    index.sets.flatMap(({ images }) => images.map((image): [string, ImageRecord] => [image.name, image])),
  );
  for (const { record } of sets.values()) {
    for (const image of record.images) {
      const { phase, listed } = mirrorOf(image);
      const entry = indexed.get(image.name);
      if (phase === "gone") {
        if (entry !== undefined) problems.push(`${directory}/index.json names ${image.name}, which is gone`);
      } else if (entry === undefined) problems.push(`${directory}/index.json lacks ${image.name}`);
      else if (mirrorOf(entry).phase !== phase || mirrorOf(entry).listed !== listed)
        problems.push(`${directory}/index.json says ${mirrorOf(entry).phase} of ${image.name}, its record ${phase}`);
    }
  }
  for (const { version, images } of index.sets) {
    const recorded = sets.get(version)?.record.images ?? [];
    for (const { name, targets } of images) {
      if (servedPhases.has(targets["mirror"]?.phase ?? "") && !recorded.some((image) => image.name === name))
        problems.push(`${directory}/index.json names ${name}, of which there is no record`);
    }
  }
  const tombstones = removed?.tombstones ?? [];
  if (JSON.stringify(index.removed) !== JSON.stringify(tombstones))
    problems.push(`${directory}/index.json and removed.json differ`);
  const seen = new Set<string>();
  for (const { image, target } of tombstones) {
    if (seen.has(`${image} ${target}`)) problems.push(`${directory}/removed.json names ${image} twice`);
    seen.add(`${image} ${target}`);
    const standing = [...sets.values()].flatMap(({ record }) => record.images).find(({ name }) => name === image);
    const phase = standing?.targets[target]?.phase ?? "gone";
    if (phase !== "gone") problems.push(`${image} has a tombstone at ${target} and is ${phase}`);
  }
  return problems;
}

function leftoverProblems({ directory, latest, latestDirectories, others }: ChannelView): string[] {
  return [
    ...latestDirectories.filter((name) => name !== latest?.target).map((name) => `${directory}/${name} is left over`),
    ...others
      .filter((name) => name.includes(".tmp") || name.startsWith("."))
      .map((name) => `${directory}/${name} is left over`),
  ];
}

async function stagingProblems(staging: string): Promise<string[]> {
  const files = await filesBelow(staging);
  return files
    .filter((file) => file.startsWith("work/") || file.startsWith("leaving/") || file.includes(".tmp"))
    .map((file) => `staging/${file} is left over`);
}

async function filesBelow(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** By path below a folder: a link's target, a folder's mode, a file's mode and digest. Equal maps are equal trees. */
export async function fingerprint(root: string): Promise<Map<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const lines = await Promise.all(
    entries.map(async (entry): Promise<[string, string]> => {
      const file = path.join(entry.parentPath, entry.name);
      const status = await lstat(file);
      const mode = (status.mode & 0o7777).toString(8);
      const name = path.relative(root, file);
      if (status.isSymbolicLink()) return [name, `-> ${await readlink(file)}`];
      if (status.isDirectory()) return [name, `directory ${mode}`];
      return [name, `file ${mode} ${await sha512(file)}`];
    }),
  );
  return new Map(lines.sort(([a], [b]) => (a < b ? -1 : 1)));
}
