import { basename } from "node:path";
import { DiskArchive, type DiskMember } from "../../images/formats/archive.ts";
import type { ArchiveProbe, ArtifactProbe } from "../../images/builds/artifact/subject.ts";
import { UserError } from "../../images/model/errors.ts";
import { buildFile, mostBytes, type BuildFormat, type TextFormat } from "../../images/tree/files.ts";
import { readArtifactText, withArtifactFile } from "./artifact-file.ts";
import { decompressUntil, readXzSizes } from "../files/xz.ts";

/** Reads a text of a build, up to its size limit. Throws a UserError. */
export const readBuildText = (source: string, format: TextFormat): Promise<string> =>
  readArtifactText(buildFile(source, format), mostBytes[format]);

/**
 * Reads of a build what its checks need: the texts whole, of the archive its end, its first header and its sparse map.
 * `source` is the base path of its files, `present` what of them there is. Throws a UserError.
 */
export async function probeArtifact(source: string, present: ReadonlySet<BuildFormat>): Promise<ArtifactProbe> {
  const optional = async (format: TextFormat): Promise<string | null> =>
    present.has(format) ? readBuildText(source, format) : null;
  const manifest = await readBuildText(source, "json");
  const report = await optional("junit.xml");
  const dpkgStatus = await optional("dpkg-status");
  const info = await optional("info");
  const archive = await probeArchive(buildFile(source, "tar.xz"));
  return { source, base: basename(source), archive, manifest, report, dpkgStatus, info };
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
