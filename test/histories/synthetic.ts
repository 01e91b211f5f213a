import { addDays, formatDay, type Day } from "../../images/day.ts";
import { buildsOf } from "../../images/definitions/suites.ts";
import { expectationOf } from "../../images/expectation.ts";
import { imageName, memberOf } from "../../images/image.ts";
import type { Facts } from "../../images/plan/facts.ts";
import type { ImageRecord, TargetRecord } from "../../images/record.ts";
import { mirrorTarget, type StackPolicy } from "../../images/stack-policy.ts";
import { parseVersion, type Version } from "../../images/version.ts";

/** The team's policy for dailies, at one target. */
export const syntheticPolicy: StackPolicy = {
  suite: "sid",
  channel: "daily",
  targets: [mirrorTarget],
  expect: { required: ["*/amd64", "*/arm64"], bestEffort: ["*/*"] },
  retention: {
    hideAfter: 14,
    deleteAfter: { clouds: 30, mirror: 120 },
    failed: 7,
    held: 7,
    withdrawn: 30,
    lost: 7,
    grace: 365,
    maxDeletions: 52,
  },
  dailyPublish: "changed",
  publish: { version: null, reason: null },
  withdraw: {},
  allowDelete: [],
  acceptFlaky: [],
};

/** A tree with so many shown images and one new set that arrives today; a set a day, the newest of yesterday. */
export function syntheticFacts(images: number, today: Day): Facts {
  const builds = buildsOf(syntheticPolicy.suite);
  const setCount = Math.ceil(images / builds.length);
  const expect = expectationOf(syntheticPolicy.expect, syntheticPolicy.suite);
  const sets: Facts["sets"][number][] = [];
  for (let age = setCount; age >= 1; age--) {
    const shown = addDays(today, -age);
    const version = versionOf(shown, setCount - age);
    const wanted = Math.min(builds.length, images - sets.length * builds.length);
    const records = builds.slice(0, wanted).map((build) => recordOf(version, build, shown));
    sets.push({ version, expect, images: records });
  }
  const version = versionOf(today, setCount);
  const candidates = builds.map((build) => {
    const image = { suite: syntheticPolicy.suite, channel: syntheticPolicy.channel, ...build, version };
    return { image, digest: digestOf(imageName(image)), packages: version, source: imageName(image) };
  });
  const { suite, channel } = syntheticPolicy;
  return { suite, channel, sets, tombstones: [], candidates, foreign: [], observed: new Map() };
}

function versionOf(day: Day, serial: number): Version {
  const version = parseVersion(`${formatDay(day).replaceAll("-", "")}-${serial}`);
  if (version === undefined) throw new RangeError(`no version of ${formatDay(day)}`);
  return version;
}

const digestOf = (text: string): string => text.padEnd(128, "0").slice(-128);

function recordOf(version: Version, build: ReturnType<typeof buildsOf>[number], shown: Day): ImageRecord {
  const { suite, channel } = syntheticPolicy;
  const name = imageName({ suite, channel, ...build, version });
  const mirror: TargetRecord = {
    phase: "current",
    reason: `newest of its family, shown ${formatDay(shown)}`,
    listed: true,
    days: { made: shown, shown },
    refs: [`${memberOf(build)}.tar.xz`],
  };
  return {
    name,
    ...build,
    digest: digestOf(name),
    packages: version,
    files: [],
    attempts: [{ day: shown, outcome: "passed", final: false, findings: [] }],
    build: { job: null, commit: null, command: null },
    targets: { mirror },
  };
}
