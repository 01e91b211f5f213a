import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Candidate } from "../../../images/plan/facts.ts";
import type { PackageRules } from "../../../images/packages/package-rules.ts";
import { version } from "../../../test/samples/samples.ts";
import { imageOf } from "../../../test/samples/stacks-samples.ts";
import { judgeBuilds, judgeDailies } from "./unwanted.ts";

const folder = mkdtempSync(join(tmpdir(), "unwanted-"));
afterAll(() => rmSync(folder, { recursive: true }));

const text = "20260717-2542";
const packages: PackageRules = {
  "*": { forbid: ["telnetd"], require: [] },
  ec2: { forbid: [], require: ["cloud-init"] },
};

function candidateOf(member: string): Candidate {
  const image = imageOf(text, member);
  const source = join(folder, `debian-trixie-${image.vendor}-${image.arch}-official-${text}`);
  return { image, digest: "ab".repeat(64), packages: "cd".repeat(32), notInStable: null, source };
}

function built(member: string, ...names: string[]): Candidate {
  const candidate = candidateOf(member);
  const { vendor, arch } = candidate.image;
  const info = {
    arch,
    build_id: "x",
    release: "trixie",
    release_baseid: "13",
    release_id: "13",
    type: "official",
    vendor,
    version: text,
  };
  const manifest = {
    apiVersion: "cloud.debian.org/v1alpha1",
    kind: "Build",
    data: { info, packages: names.map((name) => ({ name, version: "1" })) },
    metadata: {
      annotations: { "cloud.debian.org/digest": `sha512:${"A".repeat(86)}` },
      labels: {},
      uid: "01234567-89ab-4def-8123-456789abcdef",
    },
  };
  writeFileSync(`${candidate.source}.build.json`, JSON.stringify(manifest));
  return candidate;
}

const unwantedOf = (candidates: readonly Candidate[]) => candidates.map(({ unwanted }) => unwanted);

test("builds are judged by what their manifests name, each by the rules of all and of its vendor", async () => {
  const arrived = [built("generic/amd64", "bash"), built("generic/arm64", "telnetd"), built("ec2/amd64", "telnetd")];
  expect(unwantedOf(await judgeBuilds(arrived, { packages }))).toEqual([
    [],
    ["has telnetd, which cloud-images:packages.*.forbid names"],
    [
      "has telnetd, which cloud-images:packages.*.forbid names",
      "lacks cloud-init, which cloud-images:packages.ec2.require names",
    ],
  ]);
});

test("a build whose manifest went meanwhile is kept out: not to know is never well", async () => {
  expect(unwantedOf(await judgeBuilds([candidateOf("nocloud/amd64")], { packages }))).toEqual([
    ["has packages that cannot be read"],
  ]);
});

test("nothing is read where nothing is asked for", async () => {
  const arrived = [candidateOf("nocloud/amd64")];
  expect(await judgeBuilds(arrived, { packages: {} })).toBe(arrived);
});

test("dailies that may be released are judged by what is known to be installed in them", () => {
  const offered = [candidateOf("generic/amd64"), candidateOf("ec2/amd64")];
  const images = new Map([["generic/amd64" as const, [{ name: "telnetd", version: "1", source: null }]]]);
  expect(unwantedOf(judgeDailies(offered, { packages }, { dailies: [{ version: version(text), images }] }))).toEqual([
    ["has telnetd, which cloud-images:packages.*.forbid names"],
    undefined,
  ]);
});
