import { z } from "zod";
import { age } from "../../../images/config/ages.ts";
import { day, orNull, place, text } from "../../../images/config/values.ts";
import { weightyFixes } from "../../../images/releases/decision/types.ts";

/** The keys `release` and `security`: how a release is decided. */

/** Days that something may wait. */
const patience = z.union([z.literal("never").transform(() => null), age], 'a number of days, as "14 days", or never');

const waits = (days: z.input<typeof patience>) =>
  patience
    .prefault(days)
    .describe("Days that such a fix waits after the last release; never: it is no reason to release.");

const urgency = z.strictObject({
  high: waits("0 days"),
  medium: waits("0 days"),
  low: waits("14 days"),
  "not yet assigned": waits("14 days"),
  unimportant: waits("never"),
  "end-of-life": waits("never"),
});

const span = z
  .strictObject({
    from: day.describe("The first day."),
    to: day.describe("The last day."),
    reason: text.describe("Why."),
  })
  .refine(({ from, to }) => from <= to, "a last day (to) that is not before the first one (from)");

const pointRelease = z.strictObject({
  version: text.describe("The point release's number, as 13.2."),
  reason: text.describe("Why."),
});

export const releaseSchema = z.strictObject({
  mode: z
    .enum(["propose", "auto"])
    .default("propose")
    .describe(
      "propose: the preview shows the decision, and a person names the version in publish. auto: it is carried out.",
    ),
  security: z
    .enum(weightyFixes)
    .default("any")
    .describe(
      "Which security fixes alone are a reason to release. any: when the urgency says so. critical: one that needs a reboot or " +
        "is of high urgency. reboot: one that needs a reboot. never: none. The others come with the next release (atLatest).",
    ),
  reboot: z
    .array(text, "a list of source packages")
    .default([])
    .describe("Source packages whose security fix needs a reboot, beside kernel, libc and systemd."),
  urgency: urgency
    .prefault({})
    .describe(
      "Days since the last release that a fix waits, by the tracker's urgency. A fix in an advisory does not wait.",
    ),
  atLatest: patience
    .prefault("90 days")
    .describe("Days after the last release when any change except rebuilds is released. never: age is no reason."),
  frozen: z
    .array(span, "a list of spans, each {from, to, reason}")
    .prefault([])
    .describe(
      "Spans without releases, both days included, except for a security fix that needs a reboot. A person may still name a version.",
    ),
  pointRelease: orNull(pointRelease).describe("A request of the release team."),
  downgrades: z
    .record(text, text)
    .default({})
    .describe("By package: why a lower version than the last release's is right."),
});

const archive = z.strictObject({
  main: place.describe("Has dists/bookworm and dists/bookworm-updates, as https://ftp.debian.org/debian."),
  security: place.describe("Has dists/bookworm-security."),
  keyring: z
    .string("a path")
    .default("/usr/share/keyrings/debian-archive-keyring.gpg")
    .describe("The OpenPGP keys that may sign both, binary or armored: the package debian-archive-keyring."),
});

export const securitySchema = z.strictObject({
  dsa: orNull(place).describe(
    "The security tracker's data/DSA/list, as a path or a URL. A file counts as of its last change.",
  ),
  dla: orNull(place).describe("The security tracker's data/DLA/list, for suites that the LTS team supports."),
  tracker: orNull(place).describe(
    "The security tracker's JSON, as https://security-tracker.debian.org/tracker/data/json.",
  ),
  archive: orNull(archive).describe("Debian's archive, by paths or URLs."),
  maxAge: age.prefault("3 days").describe("Data that is older, or was confirmed longer ago, counts as missing."),
});
