import { addDays, formatDay, laterDay, type Day } from "../../images/model/day.ts";
import type { Suite } from "../../images/model/definitions/suites.ts";
import { expectationOf } from "../../images/model/expectation.ts";
import { dataFormats, fileName } from "../../images/tree/files.ts";
import { imageName, type Image, type Member } from "../../images/model/image.ts";
import type { Facts, RecordedSet } from "../../images/plan/facts.ts";
import { plan } from "../../images/plan/plan.ts";
import type { TargetPlan } from "../../images/plan/types.ts";
import { recordOf } from "../samples/record-samples.ts";
import { digest, memberNamed, policy, version as versionOf } from "../samples/samples.ts";
import type { Days, FileRecord, ImageRecord, TargetRecord } from "../../images/tree/record.ts";
import { mirrorTarget } from "../../images/model/target.ts";
import type { StackPolicy } from "../../images/plan/policy.ts";
import type { Version } from "../../images/model/version.ts";

/** The policy of a suite's dailies, with the design's defaults. */
export const settledPolicy = (suite: Suite): StackPolicy => ({ ...policy, suite });

/** All sets are of the last so many days, so that none is due for deletion, today or tomorrow. */
const span = 118;

export interface SettledWorld {
  facts: Facts;
  policy: StackPolicy;
  today: Day;
}

/** The content of a file; the records have its size and digest. */
export const settledContent = (name: string): string => `${name}\n`;

/** A channel of so many live images in whole sets, of which a plan for `today` changes nothing. */
export const settledWorld = (images: number, today: Day, suite: Suite = "trixie"): SettledWorld =>
  settledWorldOf(settledPolicy(suite), images, today);

/** As `settledWorld`, for a channel with its own policy. */
export function settledWorldOf(policy: StackPolicy, images: number, today: Day): SettledWorld {
  const expect = expectationOf(policy);
  // set.json has its images by name
  const members = [...expect.required, ...expect.bestEffort].toSorted();
  const versions = settledVersions(Math.ceil(images / members.length), today);
  const sets = versions.map(({ version, day }, index): RecordedSet => {
    const next = versions[index + 1];
    const days = daysOf(day, next?.day, policy, today);
    return {
      version,
      expect,
      images: members.map((member) => settledRecord({ policy, member, version, days, replacement: next?.version })),
    };
  });
  return settle({ facts: factsOf(policy, sets), policy, today });
}

interface Dated {
  version: Version;
  day: Day;
}

/** The oldest first. There are several a day where there are more versions than days. */
function settledVersions(count: number, today: Day): Dated[] {
  const perDay = Math.ceil(count / span);
  return Array.from({ length: count }, (_, index) => {
    const day = addDays(today, -Math.floor((count - 1 - index) / perDay));
    return { version: versionOf(`${formatDay(day).replaceAll("-", "")}-${1000 + index}`), day };
  });
}

function daysOf(shown: Day, superseded: Day | undefined, { retention }: StackPolicy, today: Day): Days {
  const days: Days = { made: shown, shown };
  if (superseded === undefined) return days;
  const hidden = laterDay(addDays(superseded, retention.overlap), addDays(shown, retention.hideAfter));
  return hidden > today ? { ...days, superseded } : { ...days, superseded, hidden };
}

interface Settled {
  policy: StackPolicy;
  member: Member;
  version: Version;
  days: Days;
  replacement: Version | undefined;
}

function settledRecord({ policy, member, version, days, replacement }: Settled): ImageRecord {
  const image: Image = { suite: policy.suite, channel: policy.channel, ...memberNamed(member), version };
  const name = imageName(image);
  const target: TargetRecord = { phase: "current", reason: "", listed: true, days, refs: [] };
  return recordOf(image, {
    digest: digest("sha512", name),
    packages: digest("sha256", name),
    files: filesOf(image),
    attempts: [{ day: days.made, outcome: "passed", final: false, findings: [] }],
    targets: { mirror: replacement === undefined ? target : { ...target, replacement } },
  });
}

const filesOf = (image: Image): FileRecord[] =>
  dataFormats(image).map((format) => {
    const name = fileName(image, format);
    const content = settledContent(name);
    return { name, size: content.length, sha512: digest("sha512", content) };
  });

const factsOf = ({ suite, channel }: StackPolicy, sets: readonly RecordedSet[]): Facts => ({
  suite,
  channel,
  sets,
  tombstones: [],
  candidates: [],
  foreign: [],
  observed: new Map(),
});

/** Records the phases of the plan, as a run would. */
function settle({ facts, policy, today }: SettledWorld): SettledWorld {
  const standings = new Map<string, TargetPlan>();
  for (const { images } of plan(facts, policy, today).sets) {
    for (const { name, targets } of images) {
      const standing = targets.get(mirrorTarget.name);
      if (standing !== undefined) standings.set(name, standing);
    }
  }
  const sets = facts.sets.map((set) => ({ ...set, images: set.images.map((image) => settled(image, standings)) }));
  return { facts: { ...facts, sets }, policy, today };
}

function settled(image: ImageRecord, standings: ReadonlyMap<string, TargetPlan>): ImageRecord {
  const standing = standings.get(image.name);
  if (standing === undefined) throw new RangeError(`the plan has no ${image.name}`);
  const { phase, reason, listed, days, replacement } = standing;
  const refs = image.files.map(({ name }) => name);
  const target: TargetRecord = { phase, reason, listed, days, refs };
  return { ...image, targets: { mirror: replacement === null ? target : { ...target, replacement } } };
}
