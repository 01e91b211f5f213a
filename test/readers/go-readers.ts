import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { has } from "./packaged-readers.ts";
import { runReader, versionIn, type Reader } from "./reader.ts";
import { rootOf } from "./sources.ts";

/** Readers in Go: their public source, unchanged, built beside a `main` of ours that asks it (go/README.md). */

interface Source {
  reader: "kubevirt" | "tender";
  /** The files of its repository that are built. */
  files: readonly string[];
}

/** Builds the readers in Go. @param folder the folder in which they are built */
export async function goReaders(folder: string): Promise<Reader[]> {
  return [kubevirt(await build(folder, kubevirtSource)), tender(await build(folder, tenderSource))];
}

const kubevirtSource: Source = {
  reader: "kubevirt",
  files: ["artifacts/debian/debian.go", "pkg/api/artifact.go", "pkg/http/http.go", "pkg/architecture/arch.go"],
};
const tenderSource: Source = {
  reader: "tender",
  files: ["catalog", "debian", "fedora", "http", "runner", "ubuntu"].map((name) => `internal/images/${name}.go`),
};

/** Milliseconds that a build may take. */
const patience = 600_000;

/** Builds a reader. Returns the path of its program; null, with a warning, where its source or Go is missing. */
async function build(into: string, { reader, files }: Source): Promise<string | null> {
  const source = rootOf(reader);
  if (source === null || !has("go", "golang")) return null;
  const folder = await mkdtemp(path.join(into, `${reader}-`));
  await cp(path.join(import.meta.dirname, "go", reader), folder, { recursive: true });
  for (const file of files) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await cp(path.join(source, file), path.join(folder, file));
  }
  const program = path.join(folder, reader);
  const env = { ...process.env, GOFLAGS: "-mod=mod", GOPROXY: "off", GOTOOLCHAIN: "local", CGO_ENABLED: "0" };
  await promisify(execFile)("go", ["build", "-o", program, "."], { cwd: folder, env, timeout: patience });
  return program;
}

/** KubeVirt's container disks take `latest/` by its manifest, and name themselves after the version there. */
function kubevirt(program: string | null): Reader {
  const found = z.object({ url: z.string(), sha512: z.string(), tags: z.tuple([z.string()]) });
  return {
    name: "kubevirt's container disks",
    isThere: program !== null,
    async read(hosts, folder) {
      const { url, sha512, tags } = found.parse(JSON.parse(await runReader([program ?? ""], hosts, { cwd: folder })));
      return { url, version: tags[0].replace(/^13-/, ""), sha512 };
    },
  };
}

/** Tender is the one known client of the old finder's API; its digests are those of the manifests, in base64. */
function tender(program: string | null): Reader {
  const found = z.array(z.object({ Release: z.string(), URL: z.string(), Checksum: z.string() }));
  return {
    name: "tender, of a release",
    isThere: program !== null,
    async read(hosts, folder) {
      const images = found.parse(JSON.parse(await runReader([program ?? ""], hosts, { cwd: folder })));
      const { URL: url, Checksum } = images.find(({ Release }) => Release === "13") ?? { URL: "", Checksum: "" };
      return { url, version: versionIn(url), sha512: Buffer.from(Checksum, "base64").toString("hex") };
    },
  };
}
