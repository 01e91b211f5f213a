import { describe, expect, test } from "vitest";
import { annotated, usualCommand, type BuildOrigin } from "./annotate.ts";
import { readerProblems } from "./debian-reader.fixture.ts";
import { ownVendorRow } from "../model/definitions/vendors.ts";
import { digestAnnotation } from "./digest.ts";
import { jobOfBuild } from "./job-of-build.ts";
import { buildFacts, parseBuild, type Build, type Manifest } from "./manifest.ts";
import { pythonJson } from "../formats/python-json.ts";

const build: Build = {
  apiVersion: "cloud.debian.org/v1alpha1",
  kind: "Build",
  data: {
    info: {
      arch: "amd64",
      build_id: "official-20260717-2542",
      release: "trixie",
      release_baseid: "13",
      release_id: "13",
      type: "official",
      vendor: "genericcloud",
      version: "20260717-2542",
    },
    packages: [],
  },
  metadata: {
    annotations: { "cloud.debian.org/digest": digestAnnotation("ab".repeat(64)) },
    labels: {},
    uid: "d4e3b6a0-5b0f-4c39-9d0a-0f1f6a0d7f11",
  },
};

const origin: BuildOrigin = {
  job: "https://salsa.debian.org/cloud-team/debian-cloud-images/-/jobs/9",
  commit: "0a1b2c3",
  command: null,
  fai: "6.2.5",
  configSpace: "0a1b2c3",
  found: null,
};

describe("a manifest that says where its build comes from", () => {
  test("is read again by ours, with the command that builds it", () => {
    const { found, ...said } = origin;
    const text = pythonJson(annotated(build, origin));
    expect(buildFacts(parseBuild(text, "build.json"))).toEqual({
      ...said,
      command:
        "debian-cloud-images build trixie genericcloud amd64 --build-id official-20260717-2542 --build-type official --version 2542 --version-date 2026-07-17",
    });
    expect(found).toBeNull();
  });

  test("is read by Debian's own reader", () => {
    const manifest: Manifest = { apiVersion: "v1", items: [annotated(build, origin)], kind: "List" };
    expect(readerProblems(pythonJson(manifest))).toEqual([]);
  });

  test("keeps what its own job said, and what else it has", () => {
    const own = annotated(build, origin);
    const again = annotated(own, { ...origin, found: "asked" });
    expect(pythonJson(again)).toBe(pythonJson(own));
    expect(again.metadata.annotations["cloud.debian.org/digest"]).toBe(
      build.metadata.annotations["cloud.debian.org/digest"],
    );
  });

  test.each([
    ["job", { job: "https://salsa.debian.org/cloud-team/debian-cloud-images/-/jobs/1" }],
    ["commit", { commit: "ffffff", configSpace: "ffffff" }],
  ])("takes nothing from a build with another %s", (_, other) => {
    const own = annotated(build, { ...origin, fai: null, configSpace: null });
    expect(annotated(own, { ...origin, ...other, found: "asked" })).toEqual(own);
  });

  test("says how its job was found, beside the commit that it named itself", () => {
    const own = annotated(build, { ...origin, job: null });
    expect(buildFacts(own)).toMatchObject({ job: null, commit: origin.commit });
    const later = annotated(own, { ...origin, found: "asked" });
    expect(buildFacts(later)).toMatchObject({ job: origin.job, found: "asked" });
  });
});

test("a build without a dated version is built with its number", () => {
  const info: Build["data"]["info"] = { ...build.data.info };
  Object.assign(info, { type: "dev", version: "7", build_id: "my build" });
  expect(usualCommand({ ...build, data: { ...build.data, info } }, {})).toBe(
    "debian-cloud-images build trixie genericcloud amd64 --build-id 'my build' --build-type dev --version 7",
  );
});

test.each([
  ["without a builder", null, undefined],
  ["with one", "mycloud-images", "mycloud-images build trixie mycloud amd64 --build-id mycloud"],
])("a vendor that is not Debian's, %s, is not said to be built by Debian's command", (_, builder, expected) => {
  const info = { ...build.data.info };
  Object.assign(info, { vendor: "mycloud", build_id: "mycloud" });
  const row = ownVendorRow.parse({ about: "for MyCloud", arches: ["amd64"], builder });
  const mine = annotated({ ...build, data: { ...build.data, info } }, origin, { mycloud: row });
  expect(buildFacts(mine).command ?? undefined).toEqual(
    expected === undefined ? undefined : expect.stringContaining(expected),
  );
});

describe("the job of a build", () => {
  const job = (name: string) => ({ name, url: `https://salsa.debian.org/${name}`, commit: "0a1b2c3" });

  test.each([
    ["is the one of its image", ["trixie genericcloud amd64 build", "trixie generic amd64 build"], 0],
    ["is not that of its backports", ["trixie-backports genericcloud amd64 build"], undefined],
    ["is no upload", ["trixie genericcloud amd64 upload"], undefined],
    ["is unknown among two", ["trixie genericcloud amd64 build", "build: [trixie, genericcloud, amd64]"], undefined],
    ["may be of a matrix", ["build: [trixie, genericcloud, amd64]"], 0],
  ])("%s", (_, names, expected) => {
    const jobs = names.map(job);
    expect(jobOfBuild(build, jobs)).toEqual(expected === undefined ? undefined : jobs[expected]);
  });
});
