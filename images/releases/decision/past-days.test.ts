import { describe, expect, it } from "vitest";
import { addDays, type Day } from "../../model/day.ts";
import { day, policy, version } from "../../../test/samples/samples.ts";
import { parseAdvisories } from "../security/advisories.ts";
import type { SecuritySource, SourceState, TrackedIssue } from "../security/types.ts";
import type { StackPolicy } from "../../plan/policy.ts";
import { decide } from "./decide.ts";
import { bookworm, released, securityFacts, setOf, type Sources } from "../../../test/samples/decision-samples.ts";
import type { Decision } from "./types.ts";
import type { DecisionRule } from "../../tree/decision-rules.ts";

/**
 * Days as Debian had them, and what the cloud team would want of each (its sprint of 2019: images on security updates, best on
 * those that ask for a reboot; no churn). The advisories' numbers, days, sources and CVEs are Debian's (checked for DSA-5658, 5673, 5724, 5764, 5860 and
 * DLA-3942; the others, and some versions, as remembered). Made up are the days on which cloud images were released, and the
 * tracker's urgencies, where a case needs one.
 */
interface PastDay {
  happened: string;
  why: string;
  today: string;
  /** Sources of the last release that differ from bookworm 12.9's; and when it was shown, seven days ago unless told. */
  before?: Sources;
  shown?: string;
  /** Differences of the newest tested daily from the last release; null: there is no newer daily. */
  daily: Sources | null;
  /** Entries of the DSA or DLA list. */
  advisories?: string;
  tracked?: Readonly<Record<string, readonly TrackedIssue[]>>;
  /** Sources of which the archive has more than the last release. */
  archive?: Sources;
  sources?: Partial<Record<SecuritySource, SourceState>>;
  suite?: "bullseye";
  publish?: Partial<StackPolicy["publish"]>;
  release?: Partial<StackPolicy["release"]>;
  wanted: Decision["verdict"];
  rule: DecisionRule;
  /** The first reason that people read. */
  said: string;
}

const issue = (cve: string, fixed: string, urgency: TrackedIssue["urgency"]): TrackedIssue => ({
  cve,
  status: "resolved",
  fixed,
  urgency,
  noDsa: true,
});

const entry = (...lines: string[]): string => `${lines.join("\n\t")}\n`;

const zenbleed = entry(
  "[30 Jul 2023] DSA-5462-1 linux - security update",
  "{CVE-2023-20593}",
  "[bookworm] - linux 6.1.38-2",
);
const aprilKernel = entry(
  "[13 Apr 2024] DSA-5658-1 linux - security update",
  "{CVE-2023-2176 CVE-2023-6270 CVE-2023-7042}",
  "[bookworm] - linux 6.1.85-1",
);
const iconv = entry(
  "[23 Apr 2024] DSA-5673-1 glibc - security update",
  "{CVE-2024-2961}",
  "[bookworm] - glibc 2.36-9+deb12u6",
);
const opensslNames = entry(
  "[03 Sep 2024] DSA-5764-1 openssl - security update",
  "{CVE-2024-6119}",
  "[bookworm] - openssl 3.0.14-1~deb12u2",
);
const regreSSHion = entry(
  "[01 Jul 2024] DSA-5724-1 openssh - security update",
  "{CVE-2024-6387}",
  "[bookworm] - openssh 1:9.2p1-2+deb12u3",
);
const signedKernel = entry(
  "[08 Feb 2025] DSA-5860-1 linux - security update",
  "{CVE-2024-36899 CVE-2024-49994 CVE-2024-50014}",
  "[bookworm] - linux 6.1.128-1",
);

const pastDays: readonly PastDay[] = [
  {
    happened: "DSA-5462-1: the kernel closes Zenbleed, with two patches and the same ABI",
    why: "every machine started from the old image would need a reboot",
    today: "2023-07-31",
    before: { linux: "6.1.0-10 6.1.38-1" },
    daily: { linux: "6.1.0-10 6.1.38-2" },
    advisories: zenbleed,
    wanted: "publish",
    rule: "reboot",
    said: "linux 6.1.38-2 fixes DSA-5462-1 (CVE-2023-20593), needs a reboot",
  },
  {
    happened: "DSA-5658-1: the kernel's ABI goes from 6.1.0-18 to 6.1.0-20",
    why: "the same: another package name does not make it less of an upgrade",
    today: "2024-04-14",
    before: { linux: "6.1.0-18 6.1.76-1" },
    daily: { linux: "6.1.0-20 6.1.85-1" },
    advisories: aprilKernel,
    wanted: "publish",
    rule: "reboot",
    said: "linux 6.1.85-1 fixes DSA-5658-1 (CVE-2023-2176 and 2 more), needs a reboot",
  },
  {
    happened: "DSA-5860-1 names linux 6.1.128-1; the image has linux-signed-amd64 6.1.128+1",
    why: "the signed twin is the fix, under another name and another version",
    today: "2025-02-10",
    daily: { linux: "6.1.0-31 6.1.128-1" },
    advisories: signedKernel,
    wanted: "publish",
    rule: "reboot",
    said: "linux 6.1.128-1 fixes DSA-5860-1 (CVE-2024-36899 and 2 more), needs a reboot",
  },
  {
    happened: "the kernel of DSA-5860-1 is in a daily already when the tracker's list does not have the advisory yet",
    why: "mirrors are updated before the announcement; until a vulnerability is named, it is a change like others, and tomorrow it is named",
    today: "2025-02-08",
    daily: { linux: "6.1.0-31 6.1.128-1" },
    wanted: "hold",
    rule: "nothing",
    said: "4 packages changed",
  },
  {
    happened: "DSA-5673-1: glibc's iconv",
    why: "all that runs uses libc, and only a reboot makes sure that it uses the new one",
    today: "2024-04-24",
    before: { glibc: "2.36-9+deb12u4" },
    daily: { glibc: "2.36-9+deb12u6" },
    advisories: iconv,
    wanted: "publish",
    rule: "reboot",
    said: "glibc 2.36-9+deb12u6 fixes DSA-5673-1 (CVE-2024-2961), needs a reboot",
  },
  {
    happened: "DSA-5764-1: openssl, three days after the point release 12.7 was released",
    why: "what the security team announces waits for nothing, though it needs no reboot",
    today: "2024-09-04",
    before: { openssl: "3.0.14-1~deb12u1" },
    shown: "2024-09-01",
    daily: { openssl: "3.0.14-1~deb12u2" },
    advisories: opensslNames,
    wanted: "publish",
    rule: "security",
    said: "openssl 3.0.14-1~deb12u2 fixes DSA-5764-1 (CVE-2024-6119)",
  },
  {
    happened: "DSA-5467-1: chromium, which no cloud image has",
    why: "an announcement is not a change: the images would be the same",
    today: "2023-08-05",
    daily: {},
    advisories: entry(
      "[04 Aug 2023] DSA-5467-1 chromium - security update",
      "{CVE-2023-4068 CVE-2023-4069}",
      "[bookworm] - chromium 115.0.5790.170-1~deb12u1",
    ),
    archive: { chromium: "115.0.5790.170-1~deb12u1" },
    wanted: "hold",
    rule: "nothing",
    said: "no package changed",
  },
  {
    happened: "DLA-3942-2: openssl again for bullseye, because of what the first update broke",
    why: "who has the first one is hit by the regression; it names the same vulnerabilities, but fixes them properly only now",
    today: "2024-12-02",
    suite: "bullseye",
    before: { "base-files": "11.1+deb11u11", openssl: "1.1.1n-0+deb11u6" },
    daily: { openssl: "1.1.1w-0+deb11u2" },
    advisories:
      entry(
        "[01 Dec 2024] DLA-3942-2 openssl - regression update",
        "{CVE-2023-5678 CVE-2024-0727}",
        "[bullseye] - openssl 1.1.1w-0+deb11u2",
      ) +
      entry(
        "[01 Nov 2024] DLA-3942-1 openssl - security update",
        "{CVE-2023-5678 CVE-2024-0727}",
        "[bullseye] - openssl 1.1.1n-0+deb11u6",
      ),
    wanted: "publish",
    rule: "security",
    said: "openssl 1.1.1w-0+deb11u2 fixes DLA-3942-2 (CVE-2023-5678 and CVE-2024-0727)",
  },
  {
    happened: "Debian 12.10 is released",
    why: "installation media are made anew for it, and cloud images want to be of the same point release",
    today: "2025-03-16",
    daily: { "base-files": "12.4+deb12u10", glibc: "2.36-9+deb12u10", bash: "5.2.15-2+b7" },
    wanted: "publish",
    rule: "point-release",
    said: "point release 12.10, 12.9 until now",
  },
  {
    happened: "the release team asks for images of 12.10, which no daily has yet",
    why: "a release of 12.9 would be old the next day",
    today: "2025-03-15",
    daily: { tzdata: "2025a-0+deb12u1" },
    release: { pointRelease: { version: "12.10", reason: "announced for today" } },
    wanted: "waiting-for-build",
    rule: "waiting-for-build",
    said: "point release 12.10 is asked for (announced for today), and no daily has it: the newest has 12.9",
  },
  {
    happened: "bash is built again, 5.2.15-2+b7 to +b8, as before 12.11",
    why: "the same source: nobody's machine does anything else",
    today: "2025-05-10",
    shown: "2024-12-01",
    daily: { bash: "5.2.15-2+b8" },
    wanted: "hold",
    rule: "nothing",
    said: "nothing but 1 package built again",
  },
  {
    happened: "the security tracker answers 503 for a week, while a kernel with a DSA is in the daily",
    why: "who cannot see all vulnerabilities cannot say which release is good enough; a person who can may force it",
    today: "2025-02-10",
    daily: { linux: "6.1.0-31 6.1.128-1" },
    advisories: signedKernel,
    sources: { tracker: { state: "stale", reason: "answered 503; the copy of 2025-02-03 is older than 3 days" } },
    wanted: "hold",
    rule: "unknown-security",
    said: "security data, tracker: stale; answered 503; the copy of 2025-02-03 is older than 3 days",
  },
  {
    happened: "the DLA list cannot be read, while bookworm is still the security team's",
    why: "bookworm has no DLA before July 2026: nothing that counts is unknown",
    today: "2024-09-04",
    before: { openssl: "3.0.14-1~deb12u1" },
    daily: { openssl: "3.0.14-1~deb12u2" },
    advisories: opensslNames,
    sources: { dla: { state: "missing", reason: "answered 404" } },
    wanted: "publish",
    rule: "security",
    said: "openssl 3.0.14-1~deb12u2 fixes DSA-5764-1 (CVE-2024-6119)",
  },
  {
    happened: "DSA-5724-1, regreSSHion: the fix is in the archive, today's daily was built before it",
    why: "a release without it would only have to be replaced tomorrow; a build started now helps",
    today: "2024-07-01",
    before: { openssh: "1:9.2p1-2+deb12u2" },
    daily: {},
    advisories: regreSSHion,
    archive: { openssh: "1:9.2p1-2+deb12u3" },
    wanted: "waiting-for-build",
    rule: "waiting-for-build",
    said: "openssh 1:9.2p1-2+deb12u3 fixes DSA-5724-1 (CVE-2024-6387): in the archive, in no daily yet",
  },
  {
    happened: "the same day, but yesterday's release is the newest daily that there is",
    why: "the same: what is missing is a build, and that is what people have to know",
    today: "2024-07-01",
    before: { openssh: "1:9.2p1-2+deb12u2" },
    daily: null,
    advisories: regreSSHion,
    archive: { openssh: "1:9.2p1-2+deb12u3" },
    wanted: "waiting-for-build",
    rule: "waiting-for-build",
    said: "openssh 1:9.2p1-2+deb12u3 fixes DSA-5724-1 (CVE-2024-6387): in the archive, in no daily yet",
  },
  {
    happened: "the daily has glibc's fix, and openssh's is in the archive only",
    why: "a fix at hand does not wait for another; the next release follows with the next daily",
    today: "2024-07-01",
    before: { glibc: "2.36-9+deb12u4", openssh: "1:9.2p1-2+deb12u2" },
    daily: { glibc: "2.36-9+deb12u6" },
    advisories: regreSSHion + iconv,
    archive: { openssh: "1:9.2p1-2+deb12u3" },
    wanted: "publish",
    rule: "reboot",
    said: "glibc 2.36-9+deb12u6 fixes DSA-5673-1 (CVE-2024-2961), needs a reboot",
  },
  {
    happened: "openssl 3.0.15 closes what the tracker calls unimportant",
    why: "the tracker says so of what is no vulnerability in practice",
    today: "2024-11-12",
    before: { openssl: "3.0.14-1~deb12u2" },
    shown: "2024-10-01",
    daily: { openssl: "3.0.15-1~deb12u1" },
    tracked: { openssl: [issue("CVE-2024-5535", "3.0.15-1~deb12u1", "unimportant")] },
    wanted: "hold",
    rule: "nothing",
    said: "openssl 3.0.15-1~deb12u1 fixes CVE-2024-5535, urgency unimportant: not worth a release by itself",
  },
  {
    happened: "openssl 3.0.15 fixes a vulnerability of low urgency, twelve days after the last release",
    why: "no advisory: it may come with the next release, for two weeks",
    today: "2024-11-12",
    before: { openssl: "3.0.14-1~deb12u2" },
    shown: "2024-10-31",
    daily: { openssl: "3.0.15-1~deb12u1" },
    tracked: { openssl: [issue("CVE-2024-9143", "3.0.15-1~deb12u1", "low")] },
    wanted: "hold",
    rule: "nothing",
    said: "openssl 3.0.15-1~deb12u1 fixes CVE-2024-9143, urgency low: may wait until 2024-11-14",
  },
  {
    happened: "the same, two days later",
    why: "two weeks are over",
    today: "2024-11-14",
    before: { openssl: "3.0.14-1~deb12u2" },
    shown: "2024-10-31",
    daily: { openssl: "3.0.15-1~deb12u1" },
    tracked: { openssl: [issue("CVE-2024-9143", "3.0.15-1~deb12u1", "low")] },
    wanted: "publish",
    rule: "security",
    said: "openssl 3.0.15-1~deb12u1 fixes CVE-2024-9143, urgency low",
  },
  {
    happened:
      "a daily was built while the security archive did not answer, and has the openssh before regreSSHion's fix",
    why: "it brings the vulnerability back; nobody may get that as the newest Debian, whatever else is new in it",
    today: "2024-07-20",
    before: { openssh: "1:9.2p1-2+deb12u3", glibc: "2.36-9+deb12u4" },
    daily: { openssh: "1:9.2p1-2+deb12u2", glibc: "2.36-9+deb12u6" },
    advisories: regreSSHion + iconv,
    wanted: "hold",
    rule: "downgrade",
    said:
      "openssh (openssh-client, openssh-server) goes back from 1:9.2p1-2+deb12u3 to 1:9.2p1-2+deb12u2, which opens " +
      "DSA-5724-1 again: nobody wrote down why; cloud-images:release.downgrades.openssh may say it",
  },
  {
    happened: "ninety days with nothing but new time zones",
    why: "so that new machines need not fetch a quarter's updates at their first start",
    today: "2025-04-15",
    shown: "2025-01-15",
    daily: { tzdata: "2025b-0+deb12u1" },
    wanted: "publish",
    rule: "at-latest",
    said: "1 package changed in the 90 days since the last release",
  },
  {
    happened: "eighty-nine days with nothing but new time zones",
    why: "a release for that alone is churn",
    today: "2025-04-14",
    shown: "2025-01-15",
    daily: { tzdata: "2025b-0+deb12u1" },
    wanted: "hold",
    rule: "nothing",
    said: "1 package changed",
  },
  {
    happened: "a person holds the releases, because the new kernel does not boot on an instance type",
    why: "people know what no manifest tells; what users wait for is said all the same",
    today: "2025-02-10",
    daily: { linux: "6.1.0-31 6.1.128-1" },
    advisories: signedKernel,
    publish: { hold: true, reason: "6.1.128 hangs on t2.nano" },
    wanted: "hold",
    rule: "person",
    said: "releases of bookworm are held",
  },
  {
    happened: "a person names a daily in which only the time zones changed",
    why: "the team decides, the rules propose",
    today: "2025-02-10",
    daily: { tzdata: "2025a-0+deb12u1" },
    publish: { version: version("20250210-2019"), reason: "Paraguay changed its zone" },
    wanted: "publish",
    rule: "person",
    said: "1 package changed",
  },
  ...asWished(),
];

/** The wishes of the 2019 sprint, each tried on the same two days: one fix needs no reboot, one does. */
function asWished(): PastDay[] {
  const opensslDay = {
    happened: "DSA-5764-1, openssl, three days after a release",
    today: "2024-09-04",
    before: { openssl: "3.0.14-1~deb12u1" },
    shown: "2024-09-01",
    daily: { openssl: "3.0.14-1~deb12u2" },
    advisories: opensslNames,
  };
  const kernelDay = {
    happened: "DSA-5860-1, the kernel, seven days after a release",
    today: "2025-02-10",
    daily: { linux: "6.1.0-31 6.1.128-1" },
    advisories: signedKernel,
  };
  const highUrgency = { ...opensslDay, tracked: { openssl: [issue("CVE-2024-6119", "3.0.14-1~deb12u2", "high")] } };
  const publish = { wanted: "publish" } as const;
  const hold = { wanted: "hold", rule: "nothing" } as const;
  const reboot = {
    ...publish,
    rule: "reboot",
    said: "linux 6.1.128-1 fixes DSA-5860-1 (CVE-2024-36899 and 2 more), needs a reboot",
  } as const;
  const openssl = "openssl 3.0.14-1~deb12u2 fixes DSA-5764-1 (CVE-2024-6119)";
  const notBy = (word: string, fix = openssl): string =>
    `${fix}: not worth a release by itself (cloud-images:release.security: ${word})`;
  const monthly = { security: "critical", atLatest: 30 } as const;
  const byHand = { security: "never", atLatest: null } as const;
  const holidays = { frozen: [{ from: day("2024-09-03"), to: day("2024-09-04"), reason: "the team is at DebConf" }] };
  const winter = { frozen: [{ from: day("2025-02-10"), to: day("2025-03-01"), reason: "nobody is there" }] };
  return [
    {
      ...opensslDay,
      why: "any fix: it has an advisory",
      release: { security: "any" },
      ...publish,
      rule: "security",
      said: openssl,
    },
    {
      ...opensslDay,
      why: "only what needs a reboot: who updates at the first start has it",
      release: { security: "reboot" },
      ...hold,
      said: notBy("reboot"),
    },
    { ...kernelDay, why: "only what needs a reboot: it does", release: { security: "reboot" }, ...reboot },
    {
      ...opensslDay,
      why: "monthly, and when critical: not critical, and not a month",
      release: monthly,
      ...hold,
      said: notBy("critical"),
    },
    {
      ...opensslDay,
      why: "monthly, and when critical: the tracker calls it high",
      tracked: highUrgency.tracked,
      release: monthly,
      ...publish,
      rule: "security",
      said: openssl,
    },
    { ...kernelDay, why: "monthly, and when critical: it needs a reboot", release: monthly, ...reboot },
    {
      ...opensslDay,
      why: "monthly, and when critical: a month is over",
      shown: "2024-08-05",
      release: monthly,
      ...publish,
      rule: "at-latest",
      said: "2 packages changed in the 30 days since the last release",
    },
    {
      ...opensslDay,
      why: "by hand: people decide, and read what waits",
      release: byHand,
      ...hold,
      said: notBy("never"),
    },
    {
      ...kernelDay,
      why: "by hand: the same of what needs a reboot",
      release: byHand,
      ...hold,
      said: notBy("never", "linux 6.1.128-1 fixes DSA-5860-1 (CVE-2024-36899 and 2 more), needs a reboot"),
    },
    {
      ...opensslDay,
      why: "by hand: age is no reason",
      shown: "2023-09-01",
      release: byHand,
      ...hold,
      said: notBy("never"),
    },
    {
      ...opensslDay,
      why: "by hand: a person named it",
      release: byHand,
      publish: { version: version("20250210-2019"), reason: "the team agreed" },
      ...publish,
      rule: "person",
      said: openssl,
    },
    {
      ...opensslDay,
      why: "frozen: it waits until the team is back",
      release: holidays,
      wanted: "hold",
      rule: "frozen",
      said: "no releases from 2024-09-03 to 2024-09-04 but for what needs a reboot: the team is at DebConf",
    },
    {
      ...opensslDay,
      why: "the day after a freeze",
      release: holidays,
      today: "2024-09-05",
      ...publish,
      rule: "security",
      said: openssl,
    },
    { ...kernelDay, why: "frozen, but it needs a reboot", release: winter, ...reboot },
    {
      ...kernelDay,
      happened: "DSA-5860-1 again, and no daily has it yet",
      why: "frozen, but a build of what needs a reboot would be released",
      daily: { tzdata: "2025a-0+deb12u1" },
      archive: { linux: "6.1.0-31 6.1.128-1" },
      release: winter,
      wanted: "waiting-for-build",
      rule: "frozen",
      said: "linux 6.1.128-1 fixes DSA-5860-1 (CVE-2024-36899 and 2 more), needs a reboot: in the archive, in no daily yet",
    },
    {
      happened: "Debian 12.10 is released while the team's releases are frozen",
      why: "a point release waits as well",
      today: "2025-03-16",
      daily: { "base-files": "12.4+deb12u10" },
      release: { frozen: [{ from: day("2025-03-10"), to: day("2025-03-20"), reason: "the archive moves" }] },
      wanted: "hold",
      rule: "frozen",
      said: "no releases from 2025-03-10 to 2025-03-20 but for what needs a reboot: the archive moves",
    },
  ];
}

describe("a past day", () => {
  for (const past of pastDays) {
    it(`${past.happened}: ${past.wanted}, because ${past.why}`, () => {
      const { verdict, rule, reasons, version, written } = decideOn(past);

      expect({ verdict, rule, said: reasons[0] }).toEqual({ verdict: past.wanted, rule: past.rule, said: past.said });
      expect(version).toBe(past.daily === null ? null : "20250210-2019");
      expect(written).toBe(past.publish?.reason ?? null);
    });
  }
});

function decideOn(past: PastDay): Decision {
  const today: Day = day(past.today);
  const before = { ...bookworm, ...past.before };
  const last = setOf("20241101-1900", before);
  const daily = past.daily === null ? [] : [setOf("20250210-2019", { ...before, ...past.daily })];
  const shown = past.shown === undefined ? addDays(today, -7) : day(past.shown);
  const security = securityFacts({
    advisories: past.advisories === undefined ? [] : parseAdvisories(past.advisories, "data/DSA/list"),
    issues: new Map(Object.entries(past.tracked ?? {})),
    archive: { ...before, ...past.archive },
    sources: past.sources ?? {},
  });
  return decide(
    { last: released(last, shown), dailies: daily, security },
    {
      ...policy,
      suite: past.suite ?? "bookworm",
      channel: "release",
      publish: { ...policy.publish, ...past.publish },
      release: { ...policy.release, ...past.release },
    },
    today,
  );
}
