import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { parseManifest } from "../../../images/builds/manifest.ts";
import { describeProblem } from "../../../images/model/errors.ts";
import { version as versionOf } from "../../../test/samples/samples.ts";
import { plan } from "../../../images/plan/plan.ts";
import { readSet } from "../../../storage/tree/records.ts";
import { carryOut } from "../../../test/worlds/direct.ts";
import { sampleContents } from "../../../tools/sample/contents.ts";
import { makeDisk } from "../../../tools/sample/disk.ts";
import { ownValues, parseConfig } from "../../config.ts";
import { readFacts } from "../facts/tree/index.ts";

const page = path.join(import.meta.dirname, "../../../docs/own-images.md");
const version = versionOf("20260717-2542");
const name = `debian-13-mycloud-amd64-daily-${version}`;
const set = { suite: "trixie", channel: "daily", version } as const;

/** The page's one block of a language that has this in it, as a reader copies it. */
function blockOf(text: string, language: "yaml" | "bash", has: string): string {
  const blocks = [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))]
    .map(([, block = ""]) => block)
    .filter((block) => block.includes(has));
  expect(blocks).toHaveLength(1);
  return blocks[0] ?? "";
}

/** What `fai-diskimage` and `mount` leave, in small: a disk, and its root with dpkg's list. */
async function buildDisk(folder: string): Promise<void> {
  const build = { ...set, vendor: "genericcloud", arch: "amd64", size: 1 } as const;
  await makeDisk(build, folder);
  const files = {
    "var/lib/dpkg/status": sampleContents(build).dpkgStatus,
    "etc/machine-id": "",
    "etc/cloud-release": `ID=mycloud\nVERSION="${version}"\n`,
  };
  for (const [file, text] of Object.entries(files)) {
    const at = path.join(folder, "root", file);
    await mkdir(path.dirname(at), { recursive: true });
    await writeFile(at, text);
  }
}

async function folderOfTest(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "own-images-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** The plan of a stack whose file has these keys of ours, without their namespace, beside the usual. */
async function planOf(folder: string, keys: Record<string, unknown>, now = "2026-07-17") {
  const values = {
    role: "publication",
    suite: "trixie",
    channel: "daily",
    artifacts: "artifacts",
    mirror: { root: "tree", staging: "staging" },
    now,
    ...keys,
  };
  const settings = parseConfig(values, { folder, file: "Pulumi.trixie-daily.yaml", backend: "file:///state" });
  const { publications, refusals, day } = await readFacts(settings);
  const [publication] = publications;
  if (publication === undefined) throw new Error("no publication");
  const { facts, policy } = publication;
  return { policy, plan: plan(facts, policy, day), refusals: refusals.map(describeProblem).join("\n") };
}

test("a build made elsewhere is published by a row of the stack's file, as docs/own-images.md says, and outlives the row", async () => {
  const text = await readFile(page, "utf8");
  const { config } = z
    .object({ config: z.record(z.string(), z.unknown()) })
    .parse(parse(blockOf(text, "yaml", "vendors")));
  const folder = await folderOfTest();
  const places = { tree: path.join(folder, "tree"), staging: path.join(folder, "staging") };
  await buildDisk(folder);
  const env = { ...process.env, IMAGE_VERSION: version };
  await promisify(execFile)("bash", ["-c", blockOf(text, "bash", "build.json")], { cwd: folder, env });

  const unknown = await planOf(folder, {});
  expect(unknown.plan.sets).toEqual([]);
  expect(unknown.refusals).toContain(
    '"mycloud/amd64": expected a vendor and arch that trixie is built for; add it to the stack\'s file, as ' +
      'cloud-images:vendors: {mycloud: {about: "…", arches: [amd64]}} (docs/own-images.md)',
  );

  const own = await planOf(folder, ownValues(config));
  expect(own.refusals).toBe("");
  const [planned] = own.plan.sets;
  expect(planned).toMatchObject({ version, gate: "assumed", expect: { required: ["mycloud/amd64"], bestEffort: [] } });
  if (planned === undefined) throw new Error("no set");
  await carryOut(planned, own.policy, places, 1);
  const directory = path.join(places.tree, "trixie/daily", version);
  const names = ["json", "tar.xz", "raw", "qcow2", "dpkg-status", "sources"].map((format) => `${name}.${format}`);
  expect(await readdir(directory)).toEqual(expect.arrayContaining([...names, "SHA512SUMS", "set.json"]));
  const file = path.join(directory, `${name}.json`);
  const [build, ...uploads] = parseManifest(await readFile(file, "utf8"), file).items;
  expect(build.data.info).toMatchObject({ vendor: "mycloud", release: "trixie", version });
  expect(uploads).toHaveLength(3);
  expect(await readFile(path.join(directory, "HEADER.html"), "utf8")).toContain(
    "for MyCloud, with its message of the day",
  );
  expect((await readSet(places, set))?.images).toMatchObject([
    { name, vendor: "mycloud", ownVendor: { diskGigabytes: 2, kernel: "cloud", boot: { amd64: "qemu" } } },
  ]);

  await rm(path.join(folder, "artifacts"), { recursive: true });
  const later = await planOf(folder, {}, "2026-07-18");
  expect(later.plan.deletions).toEqual([]);
  expect(
    later.plan.sets.flatMap(({ images }) => images.map((image) => [image.name, image.targets.get("mirror")?.phase])),
  ).toEqual([[name, "current"]]);
});
