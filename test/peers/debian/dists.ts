import { createHash } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { execFileSync } from "node:child_process";
import { formatDay, type Day } from "../../../images/model/day.ts";
import type { SourceVersion } from "../../../images/packages/types.ts";
import { clearsigned, type ArchiveKey } from "./archive-keys.ts";

/** A binary package of an archive. */
export interface PeerPackage {
  name: string;
  version: string;
  /** Its source; default: the package's own name and version. */
  source?: SourceVersion;
}

/** A suite of an archive on a day: `dists/<codename>`. */
export interface Dist {
  codename: string;
  suite: string;
  arches: readonly string[];
  packages: readonly PeerPackage[];
  day: Day;
  /** The last day on which it is valid; null: it stays valid. */
  validUntil: Day | null;
  packing: "xz" | "gz";
}

const packagesText = (packages: readonly PeerPackage[], arch: string): string =>
  packages
    .map(({ name, version, source }) =>
      [
        `Package: ${name}`,
        ...(source === undefined ? [] : [`Source: ${sourceText(source, version)}`]),
        `Version: ${version}`,
        `Architecture: ${arch}`,
        `Description: ${name} for a test\n`,
      ].join("\n"),
    )
    .join("\n");

const sourceText = (source: SourceVersion, version: string): string =>
  source.version === version ? source.name : `${source.name} (${source.version})`;

const releaseTime = (day: Day): string => new Date(`${formatDay(day)}T06:00:00Z`).toUTCString().replace("GMT", "UTC");

const packed = (text: string, packing: Dist["packing"]): Buffer =>
  packing === "gz" ? gzipSync(text) : execFileSync("xz", ["--stdout", "-1"], { input: text });

/** Writes `dists/<codename>/` with InRelease and the indexes that it lists. */
export async function writeDist(archive: string, dist: Dist, key: ArchiveKey): Promise<void> {
  const folder = join(archive, "dists", dist.codename);
  await rm(folder, { recursive: true, force: true });
  const files: string[] = [];
  for (const arch of dist.arches) {
    const text = packagesText(dist.packages, arch);
    const path = `main/binary-${arch}/Packages`;
    const content = packed(text, dist.packing);
    await write(join(folder, `${path}.${dist.packing}`), content);
    const sha256 = sha256Of(content);
    await write(join(folder, dirname(path), "by-hash/SHA256", sha256), content);
    files.push(listing(path, Buffer.from(text)), listing(`${path}.${dist.packing}`, content));
  }
  await write(join(folder, "InRelease"), await clearsigned(releaseText(dist, files), [{ key, day: dist.day }]));
}

const sha256Of = (content: Buffer): string => createHash("sha256").update(content).digest("hex");

const listing = (path: string, content: Buffer): string => ` ${sha256Of(content)} ${content.length} ${path}`;

const releaseText = ({ suite, codename, arches, day, validUntil }: Dist, files: readonly string[]): string =>
  [
    "Origin: Debian",
    `Suite: ${suite}`,
    `Codename: ${codename}`,
    `Date: ${releaseTime(day)}`,
    ...(validUntil === null ? [] : [`Valid-Until: ${releaseTime(validUntil)}`]),
    "Acquire-By-Hash: yes",
    `Architectures: ${arches.join(" ")}`,
    "Components: main",
    "SHA256:",
    ...files,
    "",
  ].join("\n");

async function write(path: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
