import { formatDay } from "../model/day.ts";
import { setDirectory } from "../model/image.ts";
import { suiteDefinition } from "../model/definitions/suites.ts";
import type { Plan } from "../plan/types.ts";
import type { ImageDiff } from "../releases/diff/types.ts";
import { packageSections } from "../report/document/packages.ts";
import type { Document, Section, Text } from "../report/document/types.ts";
import { shareText } from "../report/document/words.ts";
import { movementsOf } from "../report/movements.ts";
import { packagesOf } from "../report/packages.ts";
import { shareOf } from "../report/share.ts";
import { memberOf } from "../model/image.ts";
import type { IndexRecord } from "../tree/record.ts";
import type { Event } from "./events.ts";

type Published = Extract<Event, { kind: "published" }>;

interface Subject {
  index: IndexRecord;
  /** As `planAsItWas` makes it. */
  plan: Plan;
  diffs: ReadonlyMap<string, ImageDiff>;
  /** Where the tree is served; null: nowhere yet. */
  url: string | null;
}

/** The announcement of a set: where its images are, why it was published, and its package changes. */
export function publishedDocument({ version, members, day }: Published, subject: Subject): Document {
  const { index, plan, diffs, url } = subject;
  const { suite, channel } = index;
  const set = index.sets.find((each) => each.version === version);
  const whole = set?.images.map(memberOf) ?? members;
  const packages = packagesOf(plan, movementsOf(plan), diffs).filter((each) => each.version === version);
  const decision = set?.decision;
  return {
    title: titleOf({ suite, channel }, `${channel === "release" ? "release" : "daily"} ${version}`),
    lead: [
      [`Published on ${formatDay(day)}: `, ...shareText(shareOf(members, whole)), "."],
      [`Images, checksums and records: ${url === null ? "" : `${url}/`}${setDirectory({ suite, channel, version })}/`],
      ...(channel === "daily"
        ? [["A daily is a test build: it will be removed again, so do not depend on this version."]]
        : []),
    ],
    sections: [
      ...(decision === undefined ? [] : [reasonsSection(decision.reasons, decision.written)]),
      ...packageSections(packages),
    ],
  };
}

function reasonsSection(reasons: readonly string[], written: string | null): Section {
  const items: Text[] = [...(written === null ? [] : [[written]]), ...reasons.map((reason) => [reason])];
  return { title: "Why", tone: "plain", blocks: [{ is: "list", items }] };
}

/** "Debian 13 (trixie) cloud images: …" */
export const titleOf = ({ suite }: Pick<IndexRecord, "suite" | "channel">, what: string): string =>
  `Debian ${suiteDefinition(suite).id} (${suite}) cloud images: ${what}`;
