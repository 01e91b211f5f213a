import { count } from "../../model/text/columns.ts";
import { formatDay } from "../../model/day.ts";
import { shortDigests } from "../../model/text/short-digests.ts";
import { mirrorTarget } from "../../model/target.ts";
import { movementKinds, type MovementKind, type PublicationReport } from "../types.ts";
import { type Share } from "../share.ts";
import type { Span, Text, Tone } from "./types.ts";

interface KindWords {
  mark: string;
  tone: Tone;
  /** The words for one image and for several: "1 image …". */
  clause: readonly [one: string, several: string];
}

export const kindWords: Readonly<Record<MovementKind, KindWords>> = {
  deleted: { mark: "deleted", tone: "bad", clause: ["is deleted", "are deleted"] },
  withdrawn: { mark: "withdrawn", tone: "bad", clause: ["is withdrawn", "are withdrawn"] },
  lost: { mark: "lost", tone: "bad", clause: ["is lost", "are lost"] },
  failed: { mark: "failed", tone: "warn", clause: ["fails", "fail"] },
  appears: { mark: "appears", tone: "good", clause: ["appears", "appear"] },
  joins: { mark: "joins", tone: "good", clause: ["joins its set", "join their sets"] },
  returns: { mark: "returns", tone: "warn", clause: ["returns", "return"] },
  repaired: { mark: "repaired", tone: "warn", clause: ["is repaired", "are repaired"] },
  superseded: { mark: "superseded", tone: "plain", clause: ["is superseded", "are superseded"] },
  hidden: { mark: "hidden", tone: "plain", clause: ["is hidden", "are hidden"] },
  made: { mark: "made", tone: "plain", clause: ["is made and waits", "are made and wait"] },
  held: { mark: "held", tone: "plain", clause: ["is held", "are held"] },
  recorded: { mark: "recorded", tone: "plain", clause: ["is recorded anew", "are recorded anew"] },
  spared: { mark: "kept", tone: "warn", clause: ["is due to go and kept", "are due to go and kept"] },
};

/** What happens in a publication, in one sentence; the irreversible first. */
export function headline({ counts, decision, before }: PublicationReport): string {
  const happens = movementKinds.flatMap((kind) => {
    const images = counts[kind] ?? 0;
    return images === 0 ? [] : [`${thousands(images)} ${kindWords[kind].clause[images === 1 ? 0 : 1]}`];
  });
  const [first, ...others] = happens;
  const proposes =
    decision?.verdict === "publish" && !decision.acts ? [`release ${decision.version ?? ""} is proposed`] : [];
  if (first === undefined) {
    const current = before.current === null ? "none is current" : `${before.current} is current`;
    const rest = [sets(before), current].join(", ");
    return [...proposes, `nothing changes (${rest})`].join("; ");
  }
  const images = first.replace(/^(\S+)/, first.startsWith("1 ") ? "$1 image" : "$1 images");
  return [...proposes, [images, ...others].join(", ")].join("; ");
}

const sets = ({ sets, images }: PublicationReport["before"]): string =>
  `${count(sets, "set")}, ${thousands(images)} ${images === 1 ? "image" : "images"}`;

/** With a comma at each thousand, whatever the machine's language. */
export const thousands = (number: number): string => String(number).replace(/\B(?=(\d{3})+$)/g, ",");

const mostPatterns = 4;

/** Which images of a set. */
export function shareText({ members, of, patterns }: Share): Text {
  if (members.length === 1) return codes(members);
  if (members.length === of) return [of === 2 ? "both images" : `all ${thousands(of)} images`];
  if (patterns.length <= mostPatterns) return [`${members.length} images: `, ...codes(patterns)];
  return [`${members.length} of ${of} images`];
}

/** If one cloud has more targets than this, they are counted: in some clouds each region is one. */
const mostNamed = 4;

/** Whether a table needs a column for the targets: some row is not about the tree alone. */
export const isElsewhere = (rows: readonly { targets: readonly string[] }[]): boolean =>
  rows.some(({ targets }) => targets.length !== 1 || targets[0] !== mirrorTarget.name);

export const targetsText = (targets: readonly string[]): string =>
  [...Map.groupBy(targets, (target) => target.replace(/-.*/, ""))]
    .flatMap(([cloud, same]) =>
      same.length > mostNamed ? [`${same.length} targets of ${cloud}`] : same.map(targetText),
    )
    .join(", ");

const targetText = (target: string): string => (target === mirrorTarget.name ? "the tree" : target);

export const dayText = (day: Parameters<typeof formatDay>[0] | null): string => (day === null ? "" : formatDay(day));

export const reasonText = (reason: string): Text => [shortDigests(reason)];

/** Names or versions in a row. */
export const codes = (names: readonly string[]): Text =>
  names.flatMap((name, index): Span[] => (index === 0 ? [{ code: name }] : [" ", { code: name }]));

/** The first names, and the number of the others. */
export function someCodes(names: readonly string[], most: number): Text {
  const left = names.length - most;
  return left > 1 ? [...codes(names.slice(0, most)), ` and ${thousands(left)} more`] : codes(names);
}
