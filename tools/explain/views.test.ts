import { describe, expect, test } from "vitest";
import { Story } from "../../test/histories/story.ts";
import { plan } from "../../images/plan/plan.ts";
import { policy, version as versionOf } from "../../test/samples/samples.ts";
import { factsOf, planOf } from "../../test/samples/tools-plan-samples.ts";
import type { Publication } from "../publications.ts";
import { formatBytes } from "./image.ts";
import { findImages, nearNames } from "./find.ts";
import { imageView } from "./image.ts";
import { foundJson, publicationJson } from "./json.ts";
import { tableView } from "./table.ts";

const members = ["generic/amd64", "generic/arm64", "nocloud/amd64", "nocloud/arm64", "nocloud/riscv64"] as const;
const sets = [
  {
    version: "20260717-2542",
    phase: "current",
    members,
    others: { "nocloud/riscv64": "failed" },
    bestEffort: ["nocloud/riscv64"],
    reason: "newest",
  },
  {
    version: "20260716-2541",
    phase: "superseded",
    members: ["generic/amd64", "generic/arm64"],
    reason: "20260717-2542 is newer",
    next: { phase: "hidden", day: "2026-07-30", reason: "14 days after it was shown" },
  },
] as const;
const gone = { image: "debian-13-generic-amd64-daily-20260301-2400", reason: "120 days old" };
const digest = "ab".repeat(64);

const publication: Publication = {
  name: "trixie-daily",
  policy,
  plan: planOf({ sets }),
  facts: { ...factsOf(sets, [gone]), foreign: [{ directory: "old", version: null, members: null }] },
  refusals: [],
  remarks: {},
};

const named = "debian-13-generic-amd64-daily-20260716-2541";

const newest = (member: string) => `debian-13-${member}-daily-20260717-2542`;

test("the table has a line for the images of a set that stand alike, and the coming days", () => {
  expect(tableView(publication)).toEqual([
    "trixie-daily on 2026-07-17: 2 sets, 7 images",
    "  20260717-2542  is  current     2026-07-17  generic/amd64 generic/arm64 nocloud/amd64 nocloud/arm64  newest",
    "                 is  failed                  nocloud/riscv64                                          newest",
    "  20260716-2541  is  superseded              generic/amd64 generic/arm64                              20260717-2542 is newer",
    "  old            is  foreign                                                                          not ours, never touched",
    "coming days:",
    "  2026-07-30  hidden  20260716-2541  2 images  14 days after it was shown",
  ]);
});

describe("one image", () => {
  test.each([named, "20260716-2541/generic/amd64"])("is found as %j, with all that is known of it", (query) => {
    const [found, ...others] = findImages([publication], query);
    expect(others).toEqual([]);
    expect(found && imageView(found)).toEqual([
      named,
      "  image   generic/amd64 of 20260716-2541, required",
      "  gate    open",
      `  digest  ${digest}`,
      "  mirror: is superseded; 20260717-2542 is newer",
      "    2026-07-17  made",
      "    2026-07-17  shown",
      "    2026-07-30  hidden: 14 days after it was shown",
      `    trixie/daily/20260716-2541/${named}.tar.xz`,
      "  files:",
      `    ${named}.tar.xz  300.0 MB  ${digest}`,
    ]);
  });

  test("that is gone is remembered by its tombstone", () => {
    const [found] = findImages([publication], gone.image);
    expect(found && imageView(found)).toEqual([
      gone.image,
      `  gone from mirror on 2026-07-17: 120 days old; it was ${digest}`,
    ]);
  });

  test.each([
    ["a name with a slip", "debian-13-generic-amd64-daily-20260716-2549", [named]],
    ["a member", "generic/amd64", [newest("generic-amd64"), named]],
    ["a part of a name", "riscv64", [newest("nocloud-riscv64")]],
    ["nothing like a name", "?", members.map((member) => newest(member.replace("/", "-")))],
  ])("that is unknown is answered with near names: %s", (_, query, names) => {
    expect(findImages([publication], query)).toEqual([]);
    expect(nearNames([publication], query)).toEqual(names);
  });
});

describe("an image whose boot broke, and which is in no tree", () => {
  const broken = "20260702-2";
  const story = new Story({ expect: { required: ["generic/amd64"], bestEffort: [] } })
    .arrives("20260701-1", { members: ["generic/amd64"] })
    .run()
    .arrives(broken, { members: ["generic/amd64"], outcomes: ["broken", "broken", "broken"] })
    .after(1);
  const record = story.world.state.sets.get(versionOf(broken))?.images.values().next().value;
  Object.assign(record?.targets["mirror"] ?? {}, { reason: "made, and nobody sees it" });
  const facts = story.world.facts();
  const seen: Publication = {
    name: "trixie-daily",
    policy,
    plan: plan(facts, story.world.policy(), story.day),
    facts,
    refusals: [],
    remarks: {},
  };

  test("is made, and would be current provided that its gate opens; so is the one before", () => {
    expect(tableView(seen)).toEqual([
      "trixie-daily on 2026-07-02: 2 sets, 2 images",
      "  20260702-2  is        made        2026-07-02  generic/amd64  made, and nobody sees it",
      "              would be  current                 generic/amd64  provided that the gate of 20260702-2 opens; the newest of its family",
      "  20260701-1  is        current     2026-07-01  generic/amd64  newest of its family, shown 2026-07-01",
      "              would be  superseded              generic/amd64  provided that the gate of 20260702-2 opens; superseded by 20260702-2 on 2026-07-02",
      "coming days, once this run has done what it would:",
      "  2026-07-15  hidden  20260701-1  1 image  14 days after it was shown",
    ]);
  });

  test("is told alone in the same words, for people and for programs", () => {
    const [found] = findImages([seen], `${broken}/generic/amd64`);
    const lines = found === undefined ? [] : imageView(found);
    expect(lines).toEqual(
      expect.arrayContaining([
        "  mirror: is made; made, and nobody sees it",
        "    would be current; provided that the gate of 20260702-2 opens; the newest of its family",
      ]),
    );
    expect(lines.join("\n")).not.toMatch(/shown 2|2026-07-02 {2}shown/);
    expect(found && foundJson(found)).toMatchObject({
      image: {
        targets: {
          mirror: {
            is: { phase: "made", days: { made: "2026-07-02" }, listed: false },
            wouldBe: { phase: "current", days: { made: "2026-07-02", shown: "2026-07-02" }, listed: true },
            provided: "the gate of 20260702-2 opens",
          },
        },
      },
    });
  });
});

test("programs get the same, days as text", () => {
  const json = publicationJson(publication);
  expect(json).toMatchObject({
    name: "trixie-daily",
    day: "2026-07-17",
    sets: [{ version: "20260717-2542" }, { version: "20260716-2541" }],
    next: [{ day: "2026-07-30", phase: "hidden" }, { day: "2026-07-30" }],
    foreign: ["old"],
    removed: [{ image: gone.image, day: "2026-07-17" }],
  });
  const [found] = findImages([publication], named);
  expect(found && foundJson(found)).toMatchObject({
    image: {
      name: named,
      targets: {
        mirror: { is: { days: { made: "2026-07-17" } }, wouldBe: null, provided: null, next: { day: "2026-07-30" } },
      },
    },
  });
  expect(JSON.parse(JSON.stringify(json))).toEqual(json);
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [300_000_000, "300.0 MB"],
  [3_221_225_472, "3.2 GB"],
  [5e13, "50000.0 GB"],
])("%d bytes are %j", (bytes, text) => expect(formatBytes(bytes)).toBe(text));
