import { count } from "../../model/text/columns.ts";
import type { ChangeName, Fix } from "../../releases/diff/types.ts";
import { byWeight } from "../package-changes.ts";
import type { PackageGroup, PackagesChange, ReportedFix, SetPackages } from "../types.ts";
import type { Share } from "../share.ts";
import type { Block, Section, Span, Table, Text } from "./types.ts";
import { shareText, someCodes, codes, thousands } from "./words.ts";

/** The package changes that each appearing set brings to users. */
export const packageSections = (packages: readonly SetPackages[]): Section[] =>
  packages.map((set) => ({
    title: `Packages of ${set.version}${set.against.length === 0 ? "" : `, against ${set.against.join(", ")}`}`,
    tone: set.reopened.length > 0 ? "bad" : "plain",
    blocks: setBlocks(set),
  }));

function setBlocks({ fixes, reopened, groups, unchanged, unknown }: SetPackages): Block[] {
  return [
    ...fixBlocks("Brings back vulnerabilities that were fixed:", reopened, "bad"),
    ...fixBlocks("Security fixes:", fixes, "good"),
    ...changeBlocks(groups),
    ...rebuildBlocks(groups),
    ...aside("The packages of the current images: ", unchanged),
    ...aside("Compared with nothing, as the first of the family or for packages that cannot be read: ", unknown),
  ];
}

const aside = (what: string, share: Share): Block[] =>
  share.members.length === 0 ? [] : [{ is: "paragraph", text: [what, ...shareText(share), "."] }];

const mostVulnerabilities = 4;

function fixBlocks(title: string, fixes: readonly ReportedFix[], tone: "good" | "bad"): Block[] {
  if (fixes.length === 0) return [];
  const table: Table = {
    is: "table",
    whole: true,
    head: ["Advisory", "Source", "Fixed in", "Urgency", "Images", "Vulnerabilities"],
    rows: fixes.map(({ advisory, source, version, urgency, cves, images }) => ({
      tone,
      cells: [
        [{ mark: advisory ?? "tracker" }],
        [{ code: source }],
        [{ code: version }],
        [urgency],
        shareText(images),
        someCodes(cves, mostVulnerabilities),
      ],
    })),
  };
  return [{ is: "paragraph", text: [title] }, table, ...vulnerabilityBlocks(fixes, mostVulnerabilities + 1)];
}

/** Names every vulnerability; tables and sentences name only some. */
export const vulnerabilityBlocks = (fixes: readonly Fix[], named: number): Block[] =>
  fixes.filter(({ cves }) => cves.length > named).map(vulnerabilityBlock);

const vulnerabilityBlock = ({ advisory, source, cves }: Fix): Block => ({
  is: "details",
  ...(cves.length > mostUnfolded && { unfolded: "summary" }),
  summary: [`All ${cves.length} vulnerabilities of `, { code: source }, advisory === null ? "" : `, ${advisory}`],
  blocks: [{ is: "paragraph", text: codes(cves) }],
});

/** Only the report's page lists the hundreds of a kernel. */
const mostUnfolded = 40;

/** One table for all images. Changes of equal weight are in the order of how many images share them. */
function changeBlocks(groups: readonly PackageGroup[]): Block[] {
  const rows = groups
    .flatMap(({ images, changes }) => changes.map((change) => ({ images, change })))
    .toSorted((a, b) => byWeight(a.change, b.change));
  if (rows.length === 0) return [];
  const table: Table = {
    is: "table",
    head: ["Change", "From", "To", "Images", "Packages"],
    rows: rows.map(({ images, change }) => ({
      tone: toneOf(change),
      cells: [...versionCells(change), shareText(images), someCodes(change.packages, mostPackages)],
    })),
  };
  return [{ is: "details", summary: [count(rows.length, "change"), " of packages"], blocks: [table] }];
}

function rebuildBlocks(groups: readonly PackageGroup[]): Block[] {
  const rebuilt = groups
    .filter(({ rebuilds }) => rebuilds > 0)
    .map(({ images, rebuilds }): Text => [`${count(rebuilds, "package")} in `, ...shareText(images)]);
  if (rebuilt.length === 0) return [];
  const list = rebuilt.flatMap((text, index): Text => (index === 0 ? text : ["; ", ...text]));
  return [{ is: "paragraph", text: ["Only built again: ", ...list, "."] }];
}

/** Package changes by source, with their fixes. */
export const changesTable = (changes: readonly PackagesChange[]): Table => ({
  is: "table",
  head: ["Change", "From", "To", "Fixes", "Packages"],
  rows: changes.map((change) => ({
    tone: toneOf(change),
    cells: [
      ...versionCells(change),
      someCodes(change.fixes, mostVulnerabilities),
      someCodes(change.packages, mostPackages),
    ],
  })),
});

const mostPackages = 12;

const toneOf = ({ names }: PackagesChange): "bad" | "good" | "plain" => {
  if (names.includes("downgraded")) return "bad";
  return names.includes("security") ? "good" : "plain";
};

const versionCells = ({ names, before, after }: PackagesChange): Text[] => [
  [{ mark: telling(names).join(", ") }],
  versionCell(before),
  versionCell(after),
];

/** Leaves out the names that say nothing new beside another one. */
function telling(names: readonly ChangeName[]): string[] {
  const more = names.filter((name) => name !== "upgraded" && name !== "signed-twin");
  return (more.length === 0 ? names : more).map((name) => name.replace("-", " "));
}

const versionCell = (version: string | null): Span[] => (version === null ? [] : [{ code: version }]);

/** Changes that are only counted. */
export const rebuildsText = (rebuilds: number): string =>
  `${thousands(rebuilds)} ${rebuilds === 1 ? "package is" : "packages are"} only built again.`;
