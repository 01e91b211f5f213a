import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { createCleartextMessage, sign, type PrivateKey } from "openpgp";

/** A package that replaces one of Debian's. `files` has its files, by their paths; all are executable. */
export interface StandIn {
  name: string;
  version: string;
  provides?: readonly string[];
  files: Readonly<Record<string, string>>;
}

/** Makes an apt archive in a folder, with the suite `test`, and signs it. */
export async function makeArchive(folder: string, packages: readonly StandIn[], key: PrivateKey): Promise<void> {
  const pool = path.join(folder, "pool");
  await mkdir(pool, { recursive: true });
  for (const standIn of packages) await makePackage(folder, pool, standIn);
  await signArchive(folder, key);
}

/** Makes an apt archive of the packages in the folder's `pool`, and signs it. */
export async function signArchive(folder: string, key: PrivateKey): Promise<void> {
  const pool = path.join(folder, "pool");
  const dists = path.join(folder, "dists/test");
  await mkdir(path.join(dists, "main/binary-amd64"), { recursive: true });
  const index = await packagesIndex(pool);
  await writeFile(path.join(dists, "main/binary-amd64/Packages"), index);
  const release = [
    "Suite: test",
    "Codename: test",
    "Components: main",
    "Architectures: amd64",
    "Date: Sat, 18 Jul 2026 00:00:00 UTC",
    "SHA256:",
    ` ${sha256(index)} ${Buffer.byteLength(index)} main/binary-amd64/Packages\n`,
  ].join("\n");
  const message = await createCleartextMessage({ text: release });
  await writeFile(path.join(dists, "InRelease"), await sign({ message, signingKeys: key }));
}

async function makePackage(folder: string, pool: string, { name, version, provides, files }: StandIn): Promise<void> {
  const root = path.join(folder, "roots", name);
  const control = {
    Package: name,
    Version: version,
    Architecture: "amd64",
    Maintainer: "nobody <nobody@example.org>",
    ...(provides !== undefined && { Provides: provides.join(", ") }),
    Description: `stands in for ${name} in a test`,
  };
  const text = Object.entries(control).map(([key, value]) => `${key}: ${value}\n`);
  await writeInto(root, "/DEBIAN/control", text.join(""));
  for (const [file, content] of Object.entries(files)) await writeInto(root, file, content);
  execFileSync("dpkg-deb", ["--root-owner-group", "-Znone", "--build", root, path.join(pool, `${name}.deb`)]);
}

async function writeInto(root: string, file: string, content: string): Promise<void> {
  const place = path.join(root, file);
  await mkdir(path.dirname(place), { recursive: true });
  await writeFile(place, content);
  await chmod(place, 0o755);
}

async function packagesIndex(pool: string): Promise<string> {
  const stanzas = (await readdir(pool)).map(async (name) => {
    const bytes = await readFile(path.join(pool, name));
    const control = execFileSync("dpkg-deb", ["--field", path.join(pool, name)], { encoding: "utf8" });
    return `${control}Filename: pool/${name}\nSize: ${bytes.length}\nSHA256: ${sha256(bytes)}\n`;
  });
  return (await Promise.all(stanzas)).join("\n");
}

const sha256 = (bytes: Buffer | string): string => createHash("sha256").update(bytes).digest("hex");
