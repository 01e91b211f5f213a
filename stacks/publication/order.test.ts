import { describe, expect, it } from "vitest";
import type { Phase } from "../../images/tree/record.ts";
import { imageName } from "../../images/model/image.ts";
import { waitsForPointers, movementOf, orderOf, unlistedIn, type Movement } from "./order.ts";
import { imageOf, setPlan, type Phases } from "../../test/samples/stacks-samples.ts";

const older = "20260716-2541";
const newer = "20260717-2542";

describe("a set", () => {
  const cases: [string, Movement, Phases][] = [
    ["that is shown for the first time", "rises", { "generic/amd64": [null, "current"] }],
    [
      "that a late image joins",
      "rises",
      { "generic/amd64": ["current", "current"], "generic/arm64": [null, "current"] },
    ],
    ["whose hidden image becomes current again", "rises", { "generic/amd64": ["hidden", "current"] }],
    ["of which nothing changes", "rests", { "generic/amd64": ["superseded", "superseded"] }],
    ["that is made and waits", "rests", { "generic/amd64": [null, "made"] }],
    ["that another one replaces", "falls", { "generic/amd64": ["current", "superseded"] }],
    ["that is hidden", "falls", { "generic/amd64": ["superseded", "hidden"] }],
    [
      "of which one image is withdrawn",
      "falls",
      { "generic/amd64": ["current", "withdrawn"], "generic/arm64": ["current", "current"] },
    ],
    [
      "that rises in one image and falls in another",
      "falls",
      { "generic/amd64": ["superseded", "current"], "generic/arm64": ["current", "superseded"] },
    ],
    ["whose hidden images go", "falls", { "generic/amd64": ["hidden", "gone"] }],
    ["that fails for a newer one", "falls", { "generic/amd64": ["made", "failed"] }],
    ["that failed before", "rests", { "generic/amd64": ["failed", "failed"] }],
    [
      "that is shown without an image that failed",
      "rises",
      { "generic/amd64": [null, "current"], "generic/arm64": ["made", "failed"] },
    ],
  ];
  it.each(cases)("%s %s", (_case, movement, phases) => {
    expect(movementOf(setPlan(newer, phases))).toBe(movement);
  });
});

describe("the order of a publication", () => {
  it("shows the newer set before the pointers move, and supersedes the older one after", () => {
    const sets = [
      setPlan(newer, { "generic/amd64": [null, "current"] }),
      setPlan(older, { "generic/amd64": ["current", "superseded"] }),
    ];
    const { beforePointers, afterPointers } = orderOf(sets);
    expect([beforePointers, afterPointers]).toEqual([[sets[0]], [sets[1]]]);
  });

  it("has every set once", () => {
    const sets = [
      setPlan(newer, { "generic/amd64": ["current", "withdrawn"] }),
      setPlan(older, { "generic/amd64": ["superseded", "current"] }),
    ];
    const { beforePointers, afterPointers } = orderOf(sets);
    expect([...beforePointers, ...afterPointers].toSorted()).toHaveLength(2);
    expect(afterPointers).toEqual([sets[0]]);
  });
});

describe("an image", () => {
  const cases: [Phase | null, Phase, boolean][] = [
    ["current", "withdrawn", true],
    ["hidden", "lost", true],
    ["made", "withdrawn", false],
    ["made", "failed", true],
    ["failed", "failed", false],
    ["withdrawn", "withdrawn", false],
    ["current", "superseded", false],
    [null, "current", false],
  ];
  it.each(cases)("that was %s and is to be %s waits for the pointers: %s", (was, is, waits) => {
    const [image] = setPlan(newer, { "generic/amd64": [was, is] }).images;
    expect(image !== undefined && waitsForPointers(image)).toBe(waits);
  });
});

describe("lists stop naming", () => {
  const cases: [Phase | null, Phase, boolean][] = [
    ["current", "withdrawn", true],
    ["hidden", "withdrawn", true],
    ["superseded", "lost", true],
    ["superseded", "hidden", false],
    ["current", "superseded", false],
    ["withdrawn", "withdrawn", false],
    ["made", "withdrawn", false],
    ["hidden", "gone", false],
    [null, "current", false],
  ];
  it.each(cases)("an image of the tree that was %s and is to be %s: %s", (was, is, expected) => {
    const image = imageName(imageOf(newer, "generic/amd64"));
    const unlist = unlistedIn([setPlan(newer, { "generic/amd64": [was, is] })]);
    expect(unlist).toEqual(expected ? [{ image, target: "mirror" }] : []);
  });

  it("an image of a cloud as soon as it is hidden there", () => {
    const set = setPlan(newer, { "generic/amd64": ["superseded", "hidden"] });
    const [image] = set.images;
    const [is, was] = [image?.targets.get("mirror"), image?.record?.targets["mirror"]];
    if (image?.record == null || is === undefined || was === undefined) throw new Error("no image");
    const record = { ...image.record, targets: { mirror: was, partner: { ...was, listed: true } } };
    const targets = new Map([
      ["mirror", is],
      ["partner", is],
    ]);
    expect(unlistedIn([{ ...set, images: [{ ...image, record, targets }] }])).toEqual([
      { image: image.name, target: "partner" },
    ]);
  });
});
