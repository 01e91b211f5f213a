import { access } from "node:fs/promises";
import path from "node:path";
import { buildFile, buildName } from "../../images/tree/files.ts";
import { makeArtifact } from "../../tools/sample/artifact.ts";
import type { SampleBuild } from "../../tools/sample/build.ts";
import { benchFolder } from "./folder.ts";
import { say } from "./measure.ts";

export interface MadeBuild {
  build: SampleBuild;
  /** The path of its files, without their endings. */
  base: string;
}

/** The folder in which a bench keeps its builds from run to run. */
export const buildsFolder = (name: string): string => path.join(benchFolder, name);

/** Makes the builds of a bench, once for all its runs. */
export async function madeBuilds(builds: readonly SampleBuild[], name: string): Promise<MadeBuild[]> {
  const folder = buildsFolder(name);
  const made: MadeBuild[] = [];
  for (const build of builds) {
    const base = path.join(folder, buildName(build));
    // the manifest is written last, so a build that has one is whole
    if (!(await exists(buildFile(base, "json")))) {
      say(`making ${buildName(build)} (${build.size ?? ""} MiB used), once for all runs …`);
      await makeArtifact(build, folder);
    }
    made.push({ build, base });
  }
  return made;
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
