import { describe, expect, test } from "vitest";
import { formatDay } from "../model/day.ts";
import { day, version } from "../../test/samples/samples.ts";
import { installed } from "../../test/samples/package-samples.ts";
import { imageRecord } from "../../test/samples/tools-plan-samples.ts";
import type { Member } from "../model/image.ts";
import type { UpcomingChange } from "../plan/next.ts";
import type { PackageChange } from "../releases/diff/types.ts";
import { documentText } from "../report/formats/text.ts";
import type { ImageRecord, IndexRecord, TargetRecord } from "../tree/record.ts";
import { agreedEvents } from "./agreed.ts";
import { planAsItWas } from "./as-it-was.ts";
import { digestDocument } from "./digest.ts";
import { eventsOf, idsOf, unannounced } from "./events.ts";
import { mailOf } from "./mail.ts";
import { announcementLines } from "./text.ts";
import { publishedDocument } from "./published.ts";
import { withdrawnDocument } from "./withdrawn.ts";

const members: readonly Member[] = ["generic/amd64", "generic/arm64"];
const [older, newer] = ["20260716-2541", "20260717-2542"] as const;

const image = (of: string, member: Member, at: Partial<TargetRecord>): ImageRecord => {
  const record = imageRecord({ version: of, phase: "current", members }, member);
  const mirror = record.targets["mirror"];
  return { ...record, targets: mirror === undefined ? {} : { mirror: { ...mirror, ...at } } };
};

const days = (made: string, more: Record<string, string> = {}): TargetRecord["days"] => ({
  made: day(made),
  shown: day(made),
  ...Object.fromEntries(Object.entries(more).map(([key, text]) => [key, day(text)])),
});

const index = (sets: Record<string, Partial<TargetRecord>[]>, removed: IndexRecord["removed"] = []): IndexRecord => ({
  apiVersion: "cloud.debian.org/records/v1",
  suite: "trixie",
  channel: "daily",
  kind: "Index",
  made: day("2026-07-17"),
  sets: Object.entries(sets).map(([of, states]) => ({
    version: version(of),
    expect: { required: [...members], bestEffort: [] },
    images: states.flatMap((state, at) => {
      const member = members[at];
      return member === undefined ? [] : [image(of, member, state)];
    }),
  })),
  removed,
});

const shown = { phase: "current", listed: true, days: days("2026-07-17") } as const;
const superseded = {
  phase: "superseded",
  listed: true,
  days: days("2026-07-16", { superseded: "2026-07-17" }),
  replacement: version(newer),
} as const;
const withdrawn = {
  phase: "withdrawn",
  listed: false,
  reason: "boots without network",
  days: days("2026-07-17", { withdrawn: "2026-07-17" }),
} as const;

const on = (text: string, of: IndexRecord, coming: readonly UpcomingChange[] = []) =>
  eventsOf({ index: of, today: day(text), patience: 7, coming });
const coming = (text: string, member: Member, at: Partial<UpcomingChange> = {}): UpcomingChange => ({
  day: day(text),
  image: `debian-13-${member.replace("/", "-")}-daily-${older}`,
  target: "mirror",
  phase: "hidden",
  reason: "14 days after it was shown",
  ...at,
});

describe("an event is", () => {
  test("a version, on the day of its first image, and the month that ended", () => {
    const events = on("2026-07-18", index({ [newer]: [shown, { ...shown, days: days("2026-07-18") }] }));
    expect(events.flatMap(idsOf)).toEqual(["published 20260717-2542"]);
    const july = index({ [older]: [superseded], [newer]: [shown] });
    expect(on("2026-08-02", july).flatMap(idsOf)).toEqual(["digest 2026-07"]);
    expect(on("2026-08-09", july)).toEqual([]);
    const december = { ...shown, days: days("2026-12-17") };
    expect(on("2027-01-01", index({ [newer]: [december] })).flatMap(idsOf)).toEqual(["digest 2026-12"]);
  });

  test("no month in which nothing happened and after which nothing comes", () => {
    expect(on("2026-08-02", index({}))).toEqual([]);
    const since = index({ [newer]: [{ ...shown, days: days("2026-05-17") }] });
    expect(on("2026-08-02", since)).toEqual([]);
    expect(on("2026-08-02", since, [coming("2026-09-01", "generic/amd64")])).toEqual([]);
    expect(on("2026-08-02", since, [coming("2026-08-31", "generic/amd64")]).flatMap(idsOf)).toEqual(["digest 2026-07"]);
  });

  test("no longer one when it is a week old, and none before its day", () => {
    const of = index({ [newer]: [shown, shown] });
    expect([on("2026-07-24", of).length, on("2026-07-25", of).length, on("2026-07-16", of).length]).toEqual([1, 0, 0]);
  });

  test("never an image that is not public", () => {
    const made = { phase: "made", listed: false, days: { made: day("2026-07-17") } } as const;
    expect(on("2026-07-17", index({ [newer]: [made, made] }))).toEqual([]);
  });

  test("a withdrawal, of the images that were public, and only of those that nobody was told of", () => {
    const [event] = on("2026-07-17", index({ [newer]: [withdrawn, withdrawn] }));
    expect(event && idsOf(event)).toEqual([
      "withdrawn 20260717-2542/generic/amd64",
      "withdrawn 20260717-2542/generic/arm64",
    ]);
    const left = event && unannounced(event, new Set(["withdrawn 20260717-2542/generic/amd64"]));
    expect(left).toMatchObject({ members: ["generic/arm64"] });
    const later = { ...withdrawn, days: days("2026-07-17", { withdrawn: "2026-07-18" }) };
    const both = on("2026-07-18", index({ [newer]: [withdrawn, later] })).filter(({ kind }) => kind === "withdrawn");
    expect(both.map((each) => [formatDay(each.day), ...idsOf(each)])).toEqual([
      ["2026-07-17", "withdrawn 20260717-2542/generic/amd64"],
      ["2026-07-18", "withdrawn 20260717-2542/generic/arm64"],
    ]);
    const never = { ...withdrawn, days: { made: day("2026-07-17"), withdrawn: day("2026-07-17") } };
    expect(on("2026-07-17", index({ [newer]: [never] }))).toEqual([]);
  });
});

describe("while readers get an older index than the tree's", () => {
  const when = { today: day("2026-07-17"), patience: 7, coming: [] };
  const told = (read: IndexRecord, own: IndexRecord) => {
    const { events, isBehind } = agreedEvents({ read, own }, when);
    return [
      events.flatMap((event) => (event.kind === "digest" ? idsOf(event) : [event.kind, ...event.members])),
      isBehind,
    ];
  };
  const shownSet = index({ [newer]: [shown, shown] });

  test("a version that was withdrawn since is told to nobody, and its withdrawal only when they see it", () => {
    const withdrawnSet = index({ [newer]: [withdrawn, withdrawn] });
    expect(told(shownSet, withdrawnSet)).toEqual([[], true]);
    expect(told(withdrawnSet, withdrawnSet)).toEqual([["withdrawn", ...members], false]);
  });

  test("a version is told of without the image that was withdrawn since", () => {
    expect(told(shownSet, index({ [newer]: [shown, withdrawn] }))).toEqual([["published", "generic/amd64"], true]);
  });

  test("a version that they do not see yet is told to nobody", () => {
    expect(told(index({}), shownSet)).toEqual([[], true]);
  });

  test("no digest is made, because it would lack the last changes", () => {
    const early = { today: day("2026-08-01"), patience: 7, coming: [] };
    const asked = (read: IndexRecord) => agreedEvents({ read, own: shownSet }, early);
    expect(asked(index({}))).toEqual({ events: [], isBehind: true });
    expect(asked(shownSet).events.flatMap(idsOf)).toEqual(["digest 2026-07"]);
  });
});

describe("people read", () => {
  test("of a set why it was published, and of how much of it", () => {
    const of = index({ [older]: [superseded, superseded], [newer]: [shown, withdrawn] });
    const [, set] = of.sets;
    if (set !== undefined)
      set.decision = { rule: "security", reasons: ["openssl fixes DSA-6000-1"], written: "as agreed" };
    const event = on("2026-07-17", of).find(({ kind, day: at }) => kind === "published" && at === day("2026-07-17"));
    if (event?.kind !== "published") throw new RangeError("expected an event");
    const plan = planAsItWas(of, event.version, event.day);
    const lines = documentText(publishedDocument(event, { index: of, plan, diffs: new Map(), url: null }));
    expect(lines[0]).toMatch(/Published on 2026-07-17: generic\/amd64\.$/);
    expect(lines.slice(4, 7)).toEqual(["Why:", "  - as agreed", "  - openssl fixes DSA-6000-1"]);
  });

  test("of a daily where it is, what changed since, and that it goes again", () => {
    const of = index({ [newer]: [shown, shown], [older]: [superseded, superseded] });
    const [event] = on("2026-07-17", of).filter((each) => each.day === day("2026-07-17"));
    if (event?.kind !== "published") throw new RangeError("expected an event");
    const before = installed("openssl", "3.5.1-1");
    const changes: PackageChange[] = [
      { before, after: installed("openssl", "3.5.1-2"), names: ["upgraded"], fixes: [] },
    ];
    const diffs = new Map(
      members.map((member) => [`debian-13-${member.replace("/", "-")}-daily-${newer}`, { changes }]),
    );
    const plan = planAsItWas(of, event.version, event.day);
    const document = publishedDocument(event, {
      index: of,
      plan,
      diffs,
      url: "https://cloud.example",
    });
    expect(documentText(document)).toEqual([
      "Debian 13 (trixie) cloud images: daily 20260717-2542: Published on 2026-07-17: both images.",
      "  Images, checksums and records: https://cloud.example/trixie/daily/20260717-2542/",
      "  A daily is a test build: it will be removed again, so do not depend on this version.",
      "",
      "Packages of 20260717-2542, against 20260716-2541:",
      "  1 change of packages",
      "    upgraded  3.5.1-1  3.5.1-2  both images  openssl",
    ]);
  });

  test("of a version only what was not withdrawn before they were told", () => {
    const of = index({ [newer]: [shown, withdrawn] });
    const [set] = planAsItWas(of, version(newer), day("2026-07-17")).sets;
    expect(set?.images.map(({ image: { arch } }) => arch)).toEqual(["amd64"]);
  });

  test("of a withdrawal why, and what to take instead", () => {
    const of = index({ [newer]: [withdrawn, shown], [older]: [{ ...superseded, phase: "current" }, superseded] });
    const [event] = on("2026-07-17", of).filter(({ kind }) => kind === "withdrawn");
    if (event?.kind !== "withdrawn") throw new RangeError("expected an event");
    expect(documentText(withdrawnDocument(event, of)).slice(0, 4)).toEqual([
      "Debian 13 (trixie) cloud images: 20260717-2542 is withdrawn in part: Withdrawn on 2026-07-17:",
      "generic/amd64.",
      "  Reason: boots without network",
      "  Machines that run already are not changed. Start no new ones from these images.",
    ]);
    expect(documentText(withdrawnDocument(event, of)).at(-1)).toBe(
      `  - debian-13-generic-amd64-daily-${newer}: take debian-13-generic-amd64-daily-${older}`,
    );
  });

  test.each([
    ["is withdrawn", "of which everything is", [withdrawn, withdrawn]],
    ["is withdrawn", "whose other image was never public", [withdrawn, { ...shown, phase: "failed", listed: false }]],
    ["is withdrawn in part", "of which an image is left", [withdrawn, shown]],
  ] as const)("that a version %s, %s", (said, _, images) => {
    const of = index({ [newer]: [...images] });
    const [event] = on("2026-07-17", of).filter(({ kind }) => kind === "withdrawn");
    if (event?.kind !== "withdrawn") throw new RangeError("expected an event");
    expect(withdrawnDocument(event, of).title).toBe(`Debian 13 (trixie) cloud images: ${newer} ${said}`);
  });

  test("of a month what was published, withdrawn and removed, and what comes", () => {
    const removed = {
      image: "debian-13-generic-amd64-daily-20260301-2400",
      target: "mirror",
      day: day("2026-07-02"),
      reason: "120 days old",
      digest: "ab".repeat(64),
    };
    const of = index({ [newer]: [withdrawn, shown], [older]: [superseded, superseded] }, [removed]);
    const next = [coming("2026-08-01", "generic/arm64"), coming("2026-09-01", "generic/amd64")];
    expect(documentText(digestDocument("2026-07", of, next)).filter((line) => line !== "")).toEqual([
      "Debian 13 (trixie) cloud images: dailies in 2026-07: 2 versions published; 1 image withdrawn, 0",
      "hidden, 1 removed.",
      "Published:",
      "  - 2026-07-16 20260716-2541, both images",
      "  - 2026-07-17 20260717-2542, both images",
      "Withdrawn:",
      "  - 2026-07-17 20260717-2542, generic/amd64: boots without network",
      "Removed:",
      "  - 2026-07-02 20260301-2400, generic/amd64: 120 days old",
      "What comes in 2026-08:",
      "  - 2026-08-01 20260716-2541, generic/arm64: hidden, 14 days after it was shown",
    ]);
  });

  test("of a month also what was lost", () => {
    const lost = { phase: "lost", listed: false, reason: "its qcow2 is missing" } as const;
    const of = index({ [newer]: [{ ...lost, days: days("2026-06-17", { lost: "2026-07-20" }) }] });
    expect(documentText(digestDocument("2026-07", of, [])).slice(-2)).toEqual([
      "Lost:",
      "  - 2026-07-20 20260717-2542, generic/amd64: its qcow2 is missing",
    ]);
  });

  test("of a month every version, however many there are", () => {
    const versions = Array.from({ length: 31 }, (_, at) => `202607${String(at + 1).padStart(2, "0")}-${2500 + at}`);
    const of = index(
      Object.fromEntries(
        versions.map((each) => {
          const at = { ...shown, days: days(`${each.slice(0, 4)}-${each.slice(4, 6)}-${each.slice(6, 8)}`) };
          return [each, [at, at]];
        }),
      ),
    );
    const text = announcementLines(digestDocument("2026-07", of, [])).join("\n");
    expect(versions.filter((each) => !text.includes(each))).toEqual([]);
  });

  test("of a month also what clouds hid and removed, with the places", () => {
    const hidden = { ...superseded, phase: "hidden", reason: "14 days old", listed: false } as const;
    const at = { ...hidden, days: days("2026-06-16", { hidden: "2026-07-30" }) };
    const of = index({ [older]: [at, at] });
    const [set] = of.sets;
    for (const image of set?.images ?? []) {
      const mirror = image.targets["mirror"];
      if (mirror !== undefined) Object.assign(image.targets, { "aws-eu-west-1": mirror, "aws-us-east-1": mirror });
    }
    const gone = ["aws-eu-west-1", "aws-us-east-1"].map((target) => ({
      image: `debian-13-generic-amd64-daily-20260601-2490`,
      target,
      day: day("2026-07-02"),
      reason: "30 days old",
      digest: "ab".repeat(64),
    }));
    const lines = documentText(digestDocument("2026-07", { ...of, removed: gone }, []));
    expect(lines.filter((line) => line.startsWith("  - "))).toEqual([
      "  - 2026-07-30 20260716-2541, both images (aws-eu-west-1, aws-us-east-1, the tree): 14 days old",
      "  - 2026-07-02 20260601-2490, generic/amd64 (aws-eu-west-1, aws-us-east-1): 30 days old",
    ]);
    expect(lines.join(" ")).toContain("0 images withdrawn, 2 hidden, 1 removed.");
  });

  test("a mail whose text cannot become a header", () => {
    const document = { title: "a\nBcc: everybody@example.org", lead: [["text"]], sections: [] };
    const mail = mailOf(document, { from: "Team <team@example.org>", to: "list@example.org", messageId: "id@host" });
    expect(mail.split("\n\n")[0]?.split("\n")).toEqual([
      "From: Team <team@example.org>",
      "To: list@example.org",
      "Subject: a Bcc: everybody@example.org",
      "Message-ID: <id@host>",
      "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: 8bit",
      "Auto-Submitted: auto-generated",
    ]);
  });
});
