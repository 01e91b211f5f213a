import { expect, test } from "vitest";
import { imageName } from "../model/image.ts";
import { dailies, dailyVersion, lookedAt, members } from "../../test/samples/report-stories.ts";
import type { Facts } from "../plan/facts.ts";
import { factDigests } from "./fact-digests.ts";

const [publication] = lookedAt(dailies(3).arrives(dailyVersion(3), { members })).publications;
if (publication === undefined) throw new RangeError("a story has a publication");
const { facts, plan } = publication;
const observed = facts.observed.get("mirror") ?? {
  state: "up" as const,
  reason: "",
  damaged: new Map(),
  needed: new Map(),
};
const image = `debian-13-generic-amd64-daily-${dailyVersion(1)}`;
const arrived = `debian-13-generic-amd64-daily-${dailyVersion(3)}`;
const without = (name: string) => facts.candidates.filter((candidate) => imageName(candidate.image) !== name);
const damage = { findings: ["it grew"], repairable: true };
const refusal = { where: "builds/x", value: "", expected: "y", remedy: "z" };

const changed = (change: Partial<Facts>, refusals = publication.refusals): string[] => {
  const [before, now] = [
    factDigests({ publications: [{ name: "t", facts, plan, refusals: [] }], refusals: [] }),
    factDigests({ publications: [{ name: "t", facts: { ...facts, ...change }, plan, refusals }], refusals: [] }),
  ];
  return Object.keys({ ...before, ...now }).filter((part) => before[part] !== now[part]);
};

test.each<[string, Partial<Facts>, string[]]>([
  ["nothing", {}, []],
  ["a build that is made already", { candidates: without(image) }, []],
  [
    "a record, which is compared as a file",
    { sets: facts.sets.map((set) => ({ ...set, images: set.images.map((each) => ({ ...each, digest: "0" })) })) },
    [],
  ],
  [
    "a foreign directory",
    { foreign: [{ directory: "20260799-x", version: null, members: null }] },
    ["t: the foreign directory 20260799-x"],
  ],
  [
    "a file of the tree that grew",
    { observed: new Map([...facts.observed, ["mirror", { ...observed, damaged: new Map([[image, damage]]) }]]) },
    [`t: mirror, damaged: ${image}`],
  ],
  [
    "a cloud that is down",
    { observed: new Map([...facts.observed, ["mirror", { ...observed, state: "down" as const }]]) },
    ["t: mirror, state"],
  ],
  ["a build that is gone", { candidates: without(arrived) }, [`t: the build of ${arrived}`]],
])("of %s just that is named", (_what, change, parts) => {
  expect(changed(change)).toEqual(parts);
});

test("a build that is refused is named", () => {
  expect(changed({}, [refusal])).toEqual(["t: the refusal of builds/x"]);
});
