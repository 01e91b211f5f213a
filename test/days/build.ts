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

/** A daily's build arrives: all that a build has, around a disk that holds nothing but its mark. */
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

/** Found when its image is made: its manifest claims another digest. */
export const otherDigest: Spoiling = {
  manifest: ({ metadata, ...rest }) => ({
    ...rest,
    metadata: { ...metadata, annotations: { "cloud.debian.org/digest": digestAnnotation("0".repeat(128)) } },
  }),
};
