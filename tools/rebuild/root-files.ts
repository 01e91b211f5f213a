import { lstat, mkdir, readdir, readlink, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { UserError } from "../../images/model/errors.ts";
import { jsonOrUndefined } from "../../images/model/text/json.ts";
import { mapBounded } from "../../storage/bounded.ts";
import { sha256OfFile } from "../../storage/files/hash.ts";
import { runProgram } from "../sample/program.ts";
import { run } from "../setup/bootstrap/progress.mjs";

/** Milliseconds for one program: a disk of some gigabytes is read or written. */
const patience = 30 * 60_000;

/** Extracts the root file system of an image's archive into `folder/root`, without mounting it. Needs root, for the files' owners. */
export async function extractRoot(archive: string, folder: string): Promise<string> {
  const root = path.join(folder, "root");
  await mkdir(root, { recursive: true });
  const disk = path.join(folder, "disk.raw");
  await runProgram("tar", ["--extract", "--file", archive, "--directory", folder, "disk.raw"], {
    timeout: patience,
  });
  // debugfs reads a file system inside a file; its command needs the quotes for a path with spaces
  const from = `${disk}?offset=${await rootOffset(disk)}`;
  await runProgram("debugfs", ["-R", `rdump / "${root}"`, from], { timeout: patience });
  await rm(disk);
  return root;
}

const tableSchema = z.object({
  partitiontable: z.object({
    sectorsize: z.number(),
    partitions: z.array(z.object({ node: z.string(), start: z.number() })),
  }),
});

async function rootOffset(disk: string): Promise<number> {
  const { ok, output } = await run("sfdisk", ["--json", disk], { timeout: patience });
  const offset = ok ? rootOffsetIn(output, disk) : undefined;
  if (offset !== undefined) return offset;
  throw new UserError({
    where: disk,
    value: output.slice(0, 200),
    expected: "a partition table with partition 1, the root",
    remedy: "this disk's files cannot be compared; packages.txt in the output folder compares the packages",
  });
}

/**
 * The offset in bytes of partition 1, which is the root in Debian's images and in those of recipes/. `said` is what sfdisk says of the
 * disk: its warnings stand around the table, as that the disk was enlarged after it was partitioned.
 */
export function rootOffsetIn(said: string, disk: string): number | undefined {
  const json = said.slice(said.indexOf("{"), said.lastIndexOf("}") + 1);
  const { sectorsize = 0, partitions = [] } = tableSchema.safeParse(jsonOrUndefined(json)).data?.partitiontable ?? {};
  const root = partitions.find(({ node }) => node === `${disk}1`);
  return root === undefined ? undefined : root.start * sectorsize;
}

const atOnce = 16;

/** By path: kind, mode, owner, and content. Without the times, which differ in each build. */
export async function filesOf(root: string): Promise<Map<string, string>> {
  const names = (await namesBelow(root)).toSorted();
  return new Map(
    await mapBounded(names, atOnce, async (name) => [name, await describe(path.join(root, name))] as const),
  );
}

/** Does not follow links: those of an image may lead out of it. */
async function namesBelow(root: string, folder = ""): Promise<string[]> {
  const names: string[] = [];
  for (const entry of await readdir(path.join(root, folder), { withFileTypes: true })) {
    const name = path.join(folder, entry.name);
    names.push(name);
    if (entry.isDirectory()) names.push(...(await namesBelow(root, name)));
  }
  return names;
}

async function describe(file: string): Promise<string> {
  const status = await lstat(file);
  const owner = `${status.mode.toString(8)} ${status.uid}:${status.gid}`;
  if (status.isSymbolicLink()) return `${owner} -> ${await readlink(file)}`;
  return status.isFile() ? `${owner} ${await sha256OfFile(file)}` : owner;
}
