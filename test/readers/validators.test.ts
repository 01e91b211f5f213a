import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { cycloneDxText } from "../../images/readers/sbom/cyclonedx.ts";
import { sampleContents } from "../../tools/sample/contents.ts";
import { project } from "../../tools/setup/bootstrap/folders.mjs";
import { version } from "../samples/samples.ts";
import { hasGpg, makeKey, type TestKey } from "../samples/signing-keys.ts";
import { has } from "./packaged-readers.ts";
import { readersPackages } from "./packages.ts";
import { Story } from "./story.ts";

/** Programs that others wrote check the files of a tree. */

const run = promisify(execFile);
const gpg = hasGpg();
const packages = await readersPackages("requirements");
const sq = has("sq", "sq");

let key: TestKey;
let story: Story;
beforeAll(async () => {
  if (!gpg) return;
  key = await makeKey("cloud");
  story = await Story.begin(key);
  for await (const { name } of story.tell()) if (name.endsWith("is published")) break;
}, 120_000);
afterAll(async () => {
  if (!gpg) return;
  await story.world.end();
  await key.end();
});

const python = async (...args: string[]): Promise<string> => {
  const env = { ...process.env, PYTHONPATH: packages ?? "" };
  return (await run("python3", args, { env, timeout: 120_000 })).stdout;
};

async function filesNamed(pattern: RegExp): Promise<string[]> {
  const { tree } = story.world;
  const names = (await readdir(tree, { recursive: true })).filter((name) => pattern.test(name));
  expect(names).not.toEqual([]);
  return names.toSorted().map((name) => join(tree, name));
}

test.skipIf(!gpg || packages === null).each([
  ["index.json", /^trixie\/(?:daily\/)?index\.json$/, "index.json"],
  ["set.json", /\/\d{8}-\d+\/set\.json$/, "set.json"],
])("check-jsonschema finds no fault in %s", async (_, pattern, schema) => {
  const files = await filesNamed(pattern);
  await python("-m", "check_jsonschema", "--schemafile", join(project, "schemas", schema), ...files);
});

const cyclonedx = `
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
for name in sys.argv[1:]:
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(open(name).read())
    if fault: sys.exit(f"{name}: {fault}")
`;

test.skipIf(!gpg || packages === null)("cyclonedx-python-lib finds no fault in a CycloneDX file", async () => {
  await python("-c", cyclonedx, ...(await filesNamed(/genericcloud-.*\.cdx\.json$/)));
});

const spdx = `
import sys
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document
for name in sys.argv[1:]:
    faults = validate_full_spdx_document(parse_file(name))
    if faults: sys.exit("\\n".join(f"{name}: {each.validation_message}" for each in faults))
`;

test.skipIf(!gpg || packages === null)("spdx-tools finds no fault in an SPDX file", async () => {
  await python("-c", spdx, ...(await filesNamed(/genericcloud-.*\.spdx\.json$/)));
});

const bom = z.object({ components: z.array(z.object({ purl: z.string() })) });
const purlsIn = (text: string): string[] =>
  bom
    .parse(JSON.parse(text))
    .components.map(({ purl }) => purl)
    .toSorted();

test.skipIf(packages === null)("debsbom names the same packages and sources of an image", async () => {
  const image = { suite: "trixie", vendor: "generic", arch: "amd64", version: version("20260717-2542") } as const;
  const { dpkgStatus } = sampleContents(image);
  const folder = await mkdtemp(join(tmpdir(), "debsbom-"));
  try {
    await mkdir(join(folder, "var/lib/dpkg"), { recursive: true });
    await writeFile(join(folder, "var/lib/dpkg/status"), dpkgStatus);
    const out = join(folder, "theirs");
    await python(
      join(packages ?? "", "bin/debsbom"),
      "generate",
      "-r",
      folder,
      "-t",
      "cdx",
      "--distro-arch",
      "amd64",
      "-o",
      out,
    );
    const theirs = purlsIn(await readFile(`${out}.cdx.json`, "utf8"));
    expect(theirs.length).toBeGreaterThan(200);
    expect(purlsIn(cycloneDxText(image, dpkgStatus))).toEqual(theirs);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.skipIf(!gpg || !sq)("sq verifies every list that is signed", async () => {
  for (const signature of await filesNamed(/\.sign$/)) {
    const command = ["verify", "--signer-cert", key.keyring, "--detached", signature, signature.replace(/\.sign$/, "")];
    expect((await run("sq", command)).stderr, signature).toContain("1 good signature");
  }
});

test.skipIf(!gpg || !has("gpgv", "gpgv"))("gpgv verifies every list that is signed, and no other text", async () => {
  const signatures = await filesNamed(/\.sign$/);
  for (const signature of signatures)
    await run("gpgv", ["--keyring", key.keyring, signature, signature.replace(/\.sign$/, "")]);
  const [signature = "", another = ""] = signatures;
  await expect(run("gpgv", ["--keyring", key.keyring, signature, another])).rejects.toThrow("BAD signature");
  expect(await readFile(another, "utf8")).toContain("BEGIN PGP SIGNATURE");
});
