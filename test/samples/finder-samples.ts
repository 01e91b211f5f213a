import { addDays, formatDay, type Day } from "../../images/model/day.ts";
import { imageName, memberOf, type Image } from "../../images/model/image.ts";
import { buildsOf, isSuite } from "../../images/model/definitions/suites.ts";
import type { Version } from "../../images/model/version.ts";
import type { Catalogue } from "../../images/finder/catalogue.ts";
import { catalogueOf } from "../../images/finder/from-index.ts";
import type { Changes } from "../../images/finder/changes/record.ts";
import type { FinderSettings } from "../../images/finder/settings.ts";
import {
  recordsApi,
  type ImageRecord,
  type IndexRecord,
  type TargetRecord,
  type Tombstone,
} from "../../images/tree/record.ts";
import { recordOf, unknownBuild } from "./record-samples.ts";
import { day, digest, version } from "./samples.ts";
import { filesOf } from "./readers-samples.ts";

/** A tree as it is after years, for tests of the finder: dailies and releases in every phase, in clouds too, and what each set changed. */

const today = day("2026-11-29");

const versionAt = (made: Day): Version => version(`${formatDay(made).replaceAll("-", "")}-${2677 - (today - made)}`);

interface Era {
  suite: string;
  channel: Image["channel"];
  /** Days of the sets, newest first. */
  days: readonly Day[];
  /** How many are withdrawn, counted from the newest but one. */
  withdrawn?: number;
  /** How many of the suite's images each set has; default: all. */
  most?: number;
}

const clouds = ["openstack-partner", "openstack-debian", "aws-eu-west-1", "aws-us-east-1"];

/** The record at each target, by the age of the set. */
function standing({ channel, days, withdrawn = 0 }: Era, at: number): Omit<TargetRecord, "refs"> {
  const shown = days[at] ?? today;
  const base = { reason: "as the plan says", days: { made: shown, shown } };
  const [replacedOn] = days.slice(Math.max(0, at - 1), at);
  if (at === 0 || replacedOn === undefined) return { ...base, phase: "current", listed: true };
  const superseded = { ...base.days, superseded: replacedOn };
  if (at <= withdrawn)
    return {
      phase: "withdrawn",
      listed: false,
      reason: "boots without network where the first interface is not eth0",
      days: { ...superseded, withdrawn: addDays(shown, 2) },
    };
  const replacement = versionAt(replacedOn);
  if (channel === "daily" && today - shown >= 14)
    return { ...base, phase: "hidden", listed: false, days: { ...superseded, hidden: addDays(shown, 14) } };
  return { ...base, phase: "superseded", listed: true, replacement, days: superseded };
}

function imageOf(era: Era, image: Image, at: number): ImageRecord {
  const name = imageName(image);
  const target = standing(era, at);
  // it stays as it is when newer sets come
  const age = today - target.days.made;
  const places = image.vendor === "genericcloud" ? clouds.slice(0, 2) : image.vendor === "ec2" ? clouds.slice(2) : [];
  const boot = {
    where: "qemu",
    definition: digest("sha256", "checks"),
    evidence: `${name}.tests/1`,
    seconds: 31 + ((age * 7) % 9),
  };
  const isBooted = image.vendor.startsWith("generic") && image.arch === "amd64";
  return recordOf(image, {
    ...(isBooted && { boot: { where: boot.where, definition: boot.definition } }),
    digest: digest("sha512", name),
    packages: digest("sha256", `${name} packages`),
    files: filesOf(image).map((file) => ({ ...file, size: 321_000_000 + file.size * 40_000 - (age % 400) * 350_000 })),
    attempts: [
      { day: target.days.made, outcome: "passed", final: false, findings: [] },
      ...(isBooted ? [{ day: target.days.made, outcome: "passed" as const, final: false, findings: [], boot }] : []),
    ],
    build: {
      ...unknownBuild,
      job: "https://salsa.debian.org/cloud-admin-team/debian-cloud-images-daily/-/jobs/1572707",
      commit: "420db3b8546d5facbf9b396d9ac0dfee00000000",
      command: `debian-cloud-images build ${image.suite} ${image.vendor} ${image.arch}`,
    },
    targets: {
      mirror: { ...target, refs: [] },
      ...Object.fromEntries(
        places.map((place) => [
          place,
          { ...target, refs: [`${digest("sha256", name + place).slice(0, 8)}-1f0a-4cde`] },
        ]),
      ),
    },
  });
}

const imagesAt = ({ suite, channel, most }: Era, made: Day): Image[] => {
  if (!isSuite(suite)) throw new RangeError(suite);
  return buildsOf(suite)
    .slice(0, most)
    .map((build) => ({ ...build, suite, channel, version: versionAt(made) }));
};

/** @param gone the days of sets that are deleted: only their tombstones are left */
export function eraIndex(era: Era, gone: readonly Day[] = []): IndexRecord {
  const { suite, channel, days } = era;
  if (!isSuite(suite)) throw new RangeError(suite);
  return {
    apiVersion: recordsApi,
    kind: "Index",
    suite,
    channel,
    made: today,
    sets: days.map((made, at) => ({
      version: versionAt(made),
      expect: { required: [], bestEffort: [] },
      ...(channel === "release" && {
        decision: { rule: "security" as const, reasons: ["DSA-6134-1 fixes linux 6.12.107-1"], written: null },
      }),
      images: imagesAt(era, made).map((image) => imageOf(era, image, at)),
    })),
    removed: gone.flatMap((made) =>
      imagesAt(era, made).map((image): Tombstone => ({
        image: imageName(image),
        target: "mirror",
        day: addDays(made, 120),
        reason: "hidden for 106 days",
        phase: "hidden",
        digest: digest("sha512", imageName(image)),
      })),
    ),
  };
}

function storyOf(era: Era, gone: readonly Day[]): Catalogue {
  const index = eraIndex(era, gone);
  const changes = new Map(
    [...era.days, ...gone].map((made, at) => [versionAt(made), changesAt(index, made, at, imagesAt(era, made))]),
  );
  return { ...catalogueOf(index), changes, summaries: changes };
}

function changesAt({ suite, channel }: IndexRecord, made: Day, at: number, images: readonly Image[]): Changes {
  const members = images.map(memberOf);
  const isKernel = at % 9 === 0;
  return {
    apiVersion: recordsApi,
    kind: "Changes",
    suite,
    channel,
    version: versionAt(made),
    shown: made,
    images: members.map((member) => ({
      member,
      against: versionAt(addDays(made, -1)),
      packages: 271 - Math.floor(at / 11),
      bytes: 323_000_000 - at * 450_000 + ((at * 37) % 11) * 300_000,
      bootSeconds: member.startsWith("generic") ? 31 + ((at * 7) % 9) : null,
    })),
    fixes: isKernel
      ? [
          {
            advisory: "DSA-6134-1",
            cves: Array.from({ length: 24 }, (_, n) => `CVE-2026-${23_112 + n + at * 100}`),
            source: "linux",
            version: "6.12.107-1",
            urgency: "high",
            images: members,
          },
          {
            advisory: "DSA-6131-1",
            cves: ["CVE-2026-31001"],
            source: "openssl",
            version: "3.5.4-1~deb13u2",
            urgency: "medium",
            images: members,
          },
        ]
      : [],
    changes: [
      {
        packages: ["linux-image-cloud-amd64"],
        names: isKernel ? ["security", "kernel-abi"] : ["upgraded"],
        before: "6.12.106-1",
        after: "6.12.107-1",
        fixes: isKernel ? ["DSA-6134-1"] : [],
        images: members,
      },
      {
        packages: ["tzdata"],
        names: ["point-release"],
        before: "2026b-0+deb13u1",
        after: "2026c-0+deb13u1",
        fixes: [],
        images: members,
      },
    ],
    rebuilds: at % 3,
  };
}

export const daysBack = (from: number, to: number, step = 1): Day[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, at) => addDays(today, -(from + at * step)));

export const finderCatalogues = (): Catalogue[] => [
  storyOf({ suite: "trixie", channel: "release", days: daysBack(3, 400, 45) }, []),
  storyOf({ suite: "trixie", channel: "daily", days: daysBack(0, 119), withdrawn: 1 }, daysBack(120, 150)),
  storyOf({ suite: "bookworm", channel: "release", days: daysBack(20, 400, 60) }, []),
  storyOf({ suite: "sid", channel: "daily", days: daysBack(0, 20) }, []),
];

export const finderSettings = (clouds: FinderSettings["clouds"]): FinderSettings => ({
  keeping: { dailiesGoAfter: 120, dailiesHideAfter: 14 },
  url: "https://cloud.debian.org/images/cloud",
  signed: true,
  keys: ["DF9B9C49EAA9298432589D76DA87E80D6294BE9B"],
  clouds,
});
