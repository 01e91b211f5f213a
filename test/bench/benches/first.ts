import { mkdir } from "node:fs/promises";
import path from "node:path";
import { runOrThrow } from "../../worlds/engine-stack.ts";
import { buildsAsked, readOptions } from "../../../tools/sample/options.ts";
import { project } from "../../../tools/setup/bootstrap/folders.mjs";
import { publishBare } from "../bare-tools.ts";
import type { Bench } from "../bench.ts";
import { madeBuilds } from "../builds.ts";
import { inFolder } from "../folder.ts";
import { compare } from "../measure.ts";

/** First contact: README's first command in a fresh clone, on a machine that has the engine. */
export const first: Bench = {
  name: "first",
  goal: 2,
  against: "npm ci, and xz, tar, qemu-img and sha512sum on the same samples",
  run: () =>
    inFolder(async (folder) => {
      const builds = await madeBuilds(buildsAsked(readOptions([], new Date("2026-07-17"))), "first");
      let round = 0;
      const clones = { ours: "", bare: "" };
      return compare({
        name: "first",
        rounds: 3,
        async prepare() {
          round += 1;
          clones.ours = await freshClone(path.join(folder, `ours-${round}`));
          clones.bare = await freshClone(path.join(folder, `bare-${round}`));
        },
        ours: () => runOrThrow("npm", ["run", "dev"], { cwd: clones.ours, env: withoutState() }),
        async bare() {
          await runOrThrow("npm", ["ci", "--no-audit", "--no-fund"], { cwd: clones.bare, env: withoutState() });
          const published = path.join(clones.bare, "published");
          await mkdir(published);
          await publishBare(builds, published);
        },
      });
    }),
};

/** Copies the files of this checkout which Git does not ignore. */
async function freshClone(folder: string): Promise<string> {
  await mkdir(folder);
  const copy = 'git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$1"';
  await runOrThrow("sh", ["-c", copy, "sh", folder], { cwd: project });
  return folder;
}

/** Keeps the dev stack's state in the clone. */
const withoutState = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PULUMI_BACKEND_URL|npm_)/i.test(name)));
