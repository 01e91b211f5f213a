import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, open, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { textDigests, type TextDigests } from "../../images/builds/text-digests.ts";
import { digestAnnotation } from "../../images/builds/digest.ts";
import { buildAnnotations } from "../../images/builds/manifest.ts";
import { pythonJson } from "../../images/formats/python-json.ts";
import { imageName, type Image } from "../../images/model/image.ts";
import { buildFile, buildName, textFormats, type BuildFormat, type TextFormat } from "../../images/tree/files.ts";

const run = promisify(execFile);

/** A build in a folder. */
export interface Build {
  /** The path that all its files begin with. */
  base: string;
  digest: string;
  /** The digests of the texts beside it; a release has none. */
  brought?: TextDigests;
}

export interface BuildOptions {
  /** Makes another content under the same name. */
  seed?: string;
  partitioned?: boolean;
  /** The job in its manifest. */
  job?: string;
  /** The packages in its manifest. */
  packages?: readonly { name: string; version: string }[];
  /** The texts beside the archive, by their endings. */
  beside?: Partial<Record<BuildFormat, string>>;
}

const diskBytes = 8 << 20;

/** Makes a build of an image, as FAI leaves it, and returns it with its digest. */
export async function makeBuild(
  folder: string,
  image: Image,
  {
    seed = "",
    partitioned = true,
    job,
    packages = [{ name: "adduser", version: "3.152" }],
    beside = {},
  }: BuildOptions = {},
): Promise<Build> {
  const base = join(folder, buildName(image));
  const work = await mkdtemp(join(tmpdir(), "disk-"));
  const disk = join(work, "disk.raw");
  await mkdir(folder, { recursive: true });
  await writeFile(disk, "");
  await truncate(disk, diskBytes);
  if (partitioned) await run("sh", ["-c", `printf 'label: gpt\nsize=4MiB\n' | /sbin/sfdisk --quiet ${disk}`]);
  const file = await open(disk, "r+");
  await file.write(
    createHash("sha512")
      .update(`${imageName(image)}${seed}`)
      .digest(),
    0,
    64,
    2 << 20,
  );
  await file.close();
  const tar = join(work, "disk.tar");
  await run("tar", ["--sparse", "--create", "--file", tar, "--directory", work, "disk.raw"]);
  const digest = createHash("sha512")
    .update(await readFile(tar))
    .digest("hex");
  await run("sh", ["-c", `xz -1 --stdout ${tar} > ${buildFile(base, "tar.xz")}`]);
  await writeFile(buildFile(base, "json"), manifest(image, digest, { job, packages }));
  const texts = { info: `info of ${imageName(image)}\n`, ...beside };
  for (const [format, text] of Object.entries(texts)) await writeFile(buildFile(base, format as BuildFormat), text);
  await rm(work, { recursive: true });
  return { base, digest, brought: await judgedTexts(base) };
}

async function judgedTexts(base: string): Promise<TextDigests> {
  const texts: Partial<Record<TextFormat, string>> = {};
  for (const format of textFormats) {
    const path = buildFile(base, format);
    if (existsSync(path)) texts[format] = await readFile(path, "utf8");
  }
  return textDigests(texts);
}

const manifest = (
  { suite, vendor, arch, version }: Image,
  digest: string,
  { job, packages }: { job: string | undefined; packages: readonly { name: string; version: string }[] },
): string =>
  pythonJson({
    apiVersion: "cloud.debian.org/v1alpha1",
    data: {
      info: {
        arch,
        build_id: "manual",
        release: suite,
        release_baseid: "13",
        release_id: "13",
        type: "official",
        vendor,
        version,
      },
      packages,
    },
    kind: "Build",
    metadata: {
      annotations: {
        "cloud.debian.org/digest": digestAnnotation(digest),
        ...(job !== undefined && { [buildAnnotations.job]: job }),
      },
      labels: {
        "cloud.debian.org/vendor": vendor,
        "cloud.debian.org/version": version,
        "debian.org/arch": arch,
      },
      uid: "e4fa4a35-6f05-4d9b-8b3c-0d5f2f9b6a10",
    },
  });
