import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { annotated } from "../../images/builds/annotate.ts";
import { digestAnnotation } from "../../images/builds/digest.ts";
import { publishedManifest, serialiseManifest, type Build } from "../../images/builds/manifest.ts";
import { pythonJson } from "../../images/formats/python-json.ts";
import { imageOf } from "../samples/stacks-samples.ts";
import { readersPackages } from "./packages.ts";
import { rootOf } from "./sources.ts";

/** debian-cloud-images' own reader of manifests loses nothing of one that says where its build comes from. */

const root = rootOf("upstream");
const packages = root === null ? null : await readersPackages("scrapers");
const isPossible = root !== null && packages !== null;

const reader = `
import json, sys
from debian_cloud_images.api.registry import registry
import debian_cloud_images.api.wellknown
text = open(sys.argv[1]).read()
read = registry.load(json.loads(text))
print(json.dumps(registry.dump(read), indent=4, separators=(",", ": "), sort_keys=True), end="")
`;

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), "upstream-"))));
afterAll(() => rm(folder, { recursive: true }));

/** What upstream writes after it has read a text. */
async function readByUpstream(text: string): Promise<string> {
  const file = path.join(folder, "manifest.json");
  await writeFile(file, text);
  const env = { ...process.env, PYTHONPATH: `${root ?? ""}/src:${packages ?? ""}` };
  return (await promisify(execFile)("python3", ["-c", reader, file], { env, timeout: 120_000 })).stdout;
}

const hex = "ab".repeat(64);
const build: Build = {
  apiVersion: "cloud.debian.org/v1alpha1",
  kind: "Build",
  data: {
    info: {
      ...{ arch: "amd64", build_id: "official-2542", release: "trixie", release_baseid: "13", release_id: "13" },
      ...{ type: "official", vendor: "generic", version: "20260717-2542" },
    },
    packages: [{ name: "zlib1g:amd64", version: "1:1.3.dfsg+really1.3.1-1" }],
  },
  metadata: {
    annotations: { "cloud.debian.org/digest": digestAnnotation(hex) },
    labels: { "cloud.debian.org/vendor": "generic" },
    uid: "d4e3b6a0-5b0f-4c39-9d0a-0f1f6a0d7f11",
  },
};
const named = annotated(build, {
  job: "https://salsa.debian.org/cloud-team/debian-cloud-images/-/jobs/9",
  commit: "0a1b2c3",
  command: "debian-cloud-images build trixie generic amd64 # \u00fc \u{1f600}",
  fai: "6.2.5",
  configSpace: "0a1b2c3",
  found: "asked https://salsa.debian.org for the jobs of pipeline 7",
});
const image = imageOf("20260717-2542", "generic/amd64");
const uploads = (["tar.xz", "raw", "qcow2"] as const).map((format) => ({ format, sha512: hex }));

test.skipIf(!isPossible).each([
  ["a build's manifest", pythonJson(named)],
  ["a published manifest", serialiseManifest(publishedManifest({ build: named, image, uploads }))],
])("%s with its origin is read by upstream, and written again byte for byte", async (_, text) => {
  expect(await readByUpstream(text)).toBe(text);
});

test.skipIf(!isPossible)("and a key that upstream does not know is refused by it", async () => {
  const strange = { ...named, metadata: { ...named.metadata, origin: "elsewhere" } };
  await expect(readByUpstream(pythonJson(strange))).rejects.toThrow(/origin.*Unknown field/s);
});
