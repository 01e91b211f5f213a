import { basename } from "node:path";
import { DiskArchive, type DiskMember } from "../images/archive.ts";
import type { ArchiveProbe, ArtifactProbe } from "../images/artifact/subject.ts";
import { UserError } from "../images/errors.ts";
import { buildFile, type BuildFormat } from "../images/files.ts";
import { mostReportCharacters } from "../images/junit.ts";
import { readArtifactText, withArtifactFile } from "./artifact-file.ts";
import { decompressUntil, readXzSizes } from "./xz.ts";

/** Bytes that the texts beside an archive may have: some ten times what a real image of many packages needs. */
const mostBytes = { json: 4 * 2 ** 20, "dpkg-status": 32 * 2 ** 20, "junit.xml": mostReportCharacters };

/** Reads a build's manifest. Throws a UserError. */
export const readManifestText = (source: string): Promise<string> =>
  readArtifactText(buildFile(source, "json"), mostBytes.json);

/**
 * Reads of a build what its checks need: the texts whole, of the archive its end, its first header and its sparse map.
 * `source` is the base path of its files, `present` what of them there is. Throws a UserError.
 */
export async function probeArtifact(source: string, present: ReadonlySet<BuildFormat>): Promise<ArtifactProbe> {
  const text = (format: keyof typeof mostBytes): Promise<string> =>
    readArtifactText(buildFile(source, format), mostBytes[format]);
  const optional = async (format: keyof typeof mostBytes): Promise<string | null> =>
    present.has(format) ? text(format) : null;
  const [manifest, report, dpkgStatus] = [
    await text("json"),
    await optional("junit.xml"),
    await optional("dpkg-status"),
  ];
  const archive = await probeArchive(buildFile(source, "tar.xz"));
  return { source, base: basename(source), archive, manifest, report, dpkgStatus };
}

/** Reads the sizes, the header and the map of an image's .tar.xz. Throws a UserError when it is none. */
export async function probeArchive(path: string): Promise<ArchiveProbe> {
  return withArtifactFile(path, async (file) => {
    const sizes = await readXzSizes(file);
    if ("wrong" in sizes) throw damaged(path, sizes.wrong);
    const archive = new DiskArchive(path);
    let member: DiskMember | undefined;
    await decompressUntil(file, (chunk) => {
      archive.push(chunk);
      member = archive.member;
      return member !== undefined;
    });
    return { ...sizes, member: member ?? archive.end() };
  });
}

const damaged = (where: string, value: string): UserError =>
  new UserError({ where, value, expected: "a whole .tar.xz", remedy: "wait until it is copied, or fetch it again" });
