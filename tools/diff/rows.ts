import { advisedSourceOf } from "../../images/releases/diff/source.ts";
import type { ChangeName, Fix, PackageChange } from "../../images/releases/diff/types.ts";
import { withoutArch } from "../../images/packages/package-name.ts";
import type { ComparedImage } from "./compare.ts";

/** One line for people about a change: for all binaries of a source and all images that have it. */
export interface Row {
  /** The gravest first. */
  names: readonly ChangeName[];
  subject: string;
  /** Versions of the source where it is known. */
  before: string | null;
  after: string | null;
  fixes: readonly Fix[];
  /** Names of binary packages, without `:arch`. */
  packages: readonly string[];
  images: readonly string[];
}

interface Occurrence {
  image: string;
  change: PackageChange;
  head: Head;
}

type Head = Pick<Row, "subject" | "before" | "after">;

/** The changes of all images, the gravest first, then by name. */
export function rowsOf(images: readonly Pick<ComparedImage, "name" | "diff">[]): Row[] {
  const occurrences = images.flatMap(({ name, diff }) =>
    diff.changes.map((change): Occurrence => ({ image: name, change, head: headOf(change) })),
  );
  const groups = [
    ...Map.groupBy(occurrences, ({ head, change }) => JSON.stringify([head, directionOf(change)])).values(),
  ];
  return groups.map(rowOf).sort(byGravity);
}

/** A rename, an addition and a removal name the package; other changes name the source. */
function headOf({ before, after, names }: PackageChange): Head {
  const [from, to] = [before && withoutArch(before.name), after && withoutArch(after.name)];
  const versions = { before: before?.version ?? null, after: after?.version ?? null };
  if (before === null || after === null) return { subject: from ?? to ?? "", ...versions };
  if (from !== to && names.includes("rename")) return { subject: `${from ?? ""} → ${to ?? ""}`, ...versions };
  const [old, recent] = [advisedSourceOf(before), advisedSourceOf(after)];
  if (old === null || recent === null || old.name !== recent.name || names.includes("rebuild"))
    return { subject: to ?? "", ...versions };
  return { subject: recent.name, before: old.version, after: recent.version };
}

const directionOf = ({ names }: PackageChange): string =>
  names.includes("rebuild") ? "rebuild" : names.includes("downgraded") ? "downgraded" : "";

function rowOf(group: readonly Occurrence[]): Row {
  const head = group[0]?.head ?? { subject: "", before: null, after: null };
  const names = new Set(group.flatMap(({ change }) => change.names));
  const fixes = new Map(group.flatMap(({ change }) => change.fixes).map((fix) => [JSON.stringify(fix), fix]));
  return {
    ...head,
    names: gravestFirst.filter((name) => names.has(name)),
    fixes: [...fixes.values()],
    packages: unique(group.map(({ change: { before, after } }) => withoutArch((after ?? before)?.name ?? ""))),
    images: unique(group.map(({ image }) => image)),
  };
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)].sort();

/** A downgrade is the gravest: it brings vulnerabilities back. A new signature matters least. */
const gravestFirst: readonly ChangeName[] = [
  "downgraded",
  "security",
  "point-release",
  "kernel-abi",
  "rename",
  "added",
  "removed",
  "rebuild",
  "upgraded",
  "signed-twin",
];

const byGravity = (a: Row, b: Row): number =>
  weight(a) - weight(b) ||
  Number(a.fixes.length === 0) - Number(b.fixes.length === 0) ||
  (a.subject < b.subject ? -1 : 1);

const weight = ({ names: [gravest] }: Row): number =>
  gravest === undefined ? gravestFirst.length : gravestFirst.indexOf(gravest);
