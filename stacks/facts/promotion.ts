import type { Problem } from "../../images/errors.ts";
import { memberOf, type Image } from "../../images/image.ts";
import { staging, tree } from "../../images/layout.ts";
import type { Candidate, RecordedSet } from "../../images/plan/facts.ts";
import type { ImageRecord, Phase } from "../../images/record.ts";
import type { StackPolicy } from "../../images/stack-policy.ts";
import type { Version } from "../../images/version.ts";
import { placeOf } from "../../images/visibility.ts";
import { inStaging, inTree, type Places } from "../../storage/places.ts";
import { readChannelRecords } from "./records.ts";

/** What a release stack is given: the images of the daily that its configuration names. */
export interface Promotion {
  candidates: Candidate[];
  refusals: Problem[];
}

const nothing: Promotion = { candidates: [], refusals: [] };

/** Phases whose files are good: shown, or made and held. */
const promotable: ReadonlySet<Phase> = new Set(["made", "held", "current", "superseded", "hidden"]);

/**
 * Finds the daily set that the policy publishes, in the tree or held in staging.
 * What the release has already recorded needs no daily any more.
 */
export async function readPromotion(
  places: Places,
  { suite, publish }: StackPolicy,
  released: readonly RecordedSet[],
): Promise<Promotion> {
  if (publish.version === null) return nothing;
  const recorded = released.find(({ version }) => version === publish.version);
  const daily = (await readChannelRecords(places, { suite, channel: "daily" })).sets.find(
    ({ version }) => version === publish.version,
  );
  if (daily === undefined)
    return recorded === undefined ? { candidates: [], refusals: [missing(publish.version)] } : nothing;
  const judged = daily.images.map((record) => judge(places, suite, daily.version, record));
  const done = new Set(recorded?.images.map(memberOf));
  return {
    candidates: judged.flatMap(({ candidate }) => candidate ?? []),
    refusals: judged.flatMap(({ refusal, member }) => (refusal === undefined || done.has(member) ? [] : [refusal])),
  };
}

function judge(places: Places, suite: Image["suite"], version: Version, record: ImageRecord) {
  const { vendor, arch, digest, packages, name } = record;
  const member = memberOf(record);
  const image: Image = { suite, channel: "release", vendor, arch, version };
  const phase = record.targets["mirror"]?.phase;
  const passed = record.attempts.at(-1)?.outcome === "passed";
  if (phase === undefined || !promotable.has(phase) || !passed) return { member, refusal: unfit(name, phase, passed) };
  const daily = { ...image, channel: "daily" } as const;
  const source = placeOf(phase) === "tree" ? inTree(places, tree.set(daily)) : inStaging(places, staging.files(daily));
  return { member, candidate: { image, digest, packages, notInStable: record.notInStable, source } };
}

const missing = (version: Version): Problem => ({
  where: "cloud-images:publish.version",
  value: version,
  expected: "a daily that the tree or staging still has",
  remedy: "name another daily; `npm run explain -- --stack …-daily` lists them",
});

const unfit = (name: string, phase: Phase | undefined, passed: boolean): Problem => ({
  where: name,
  value: passed ? (phase ?? "not in the tree") : "not passed",
  expected: "a daily that passed and is neither withdrawn nor lost, since a release takes its bytes",
  remedy: "name another daily in cloud-images:publish.version",
});
