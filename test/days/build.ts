import { open, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { digestAnnotation } from "../../images/builds/digest.ts";
import { parseMember, type Member } from "../../images/model/image.ts";
import { inWork, writeArtifact, type Spoiling } from "../../tools/sample/artifact.ts";
import { sampleContents } from "../../tools/sample/contents.ts";
import { runProgram } from "../../tools/sample/program.ts";
import { markAt, markOf } from "./sight.ts";
import { version as versionOf } from "../samples/samples.ts";

const diskBytes = 4 << 20;

/** Makes a daily's build in the folder where builds arrive. It has all that a build has, but its disk holds only the mark of its image. */
export async function makeBuild(
  version: string,
  member: Member,
  folder: string,
  spoiling: Spoiling = {},
): Promise<void> {
  const parts = parseMember(member);
  if (parts === undefined) throw new RangeError(member);
  const build = { suite: "trixie", ...parts, version: versionOf(version), size: 1 } as const;
  await inWork(folder, async (work) => {
    const disk = path.join(work, "disk.raw");
    await writeFile(disk, "");
    await truncate(disk, diskBytes);
    await runProgram("sfdisk", ["--quiet", disk], { input: "label: gpt\nsize=1MiB\n" });
    const file = await open(disk, "r+");
    await file.write(markOf(member, version), 0, null, markAt);
    await file.close();
    return writeArtifact({ build, folder, work, contents: sampleContents(build), spoiling, preset: 0 });
  });
}

/** Makes a build whose manifest names another digest. Its image cannot be made. */
export const otherDigest: Spoiling = {
  manifest: ({ metadata, ...rest }) => ({
    ...rest,
    metadata: { ...metadata, annotations: { "cloud.debian.org/digest": digestAnnotation("0".repeat(128)) } },
  }),
};
