import { formatDay } from "../../model/day.ts";
import type { PublicationReport, Report } from "../types.ts";
import { changeSections, finalSections } from "./changes.ts";
import { comingSections, nearest } from "./coming.ts";
import { decisionSections } from "./decision.ts";
import { packageSections } from "./packages.ts";
import { graveSections, refusalSections, remarkSections } from "./trouble.ts";
import type { Document, Section, Text } from "./types.ts";
import { headline, thousands } from "./words.ts";

/** The report's sections in order: what stops a run, what cannot be undone, the other changes, the coming days. */
export function documentOf(report: Report): Document {
  const { stack, day, publications, engine, refusals } = report;
  const title = `${stack} on ${formatDay(day)}`;
  const of = (sections: (publication: PublicationReport) => readonly Section[]): Section[] =>
    publications.flatMap((publication) => sections(publication).map((section) => named(section, publication, report)));
  const sections = [
    ...graveSections(engine),
    ...of(finalSections),
    ...refusalSections(refusals),
    ...of(({ decision }) => decisionSections(decision)),
    ...of(changeSections),
    ...of(({ packages }) => packageSections(packages)),
    ...remarkSections(report),
  ];
  const approval = approvalSections(report);
  if (sections.length === 0) return { title, lead: quietLead(report), sections: approval };
  const coming = of(({ next }) => comingSections(next));
  return { title, lead: fullLead(report), sections: [...sections, ...coming, ...approval] };
}

/** Last, so that a person reads what the command does before the command. */
const approvalSections = ({ approve }: Report): Section[] =>
  approve === null
    ? []
    : [{ title: "To do exactly this, and nothing else", tone: "plain", blocks: [{ is: "command", line: approve }] }];

const named = (section: Section, { name }: PublicationReport, { publications }: Report): Section =>
  publications.length > 1 ? { ...section, title: `${name}: ${section.title}` } : section;

function quietLead({ publications }: Report): Text[] {
  if (publications.length === 0) return [["nothing to publish: no build has arrived, and the tree is empty"]];
  return publications.flatMap((publication) => [
    headlineText(publication, publications.length > 1),
    ...(publications.length > 1 ? [] : nearest(publication.next)),
  ]);
}

function fullLead({ publications, refusals, engine }: Report): Text[] {
  const operations = Object.entries(engine.operations)
    .filter(([operation]) => operation !== "same")
    .map(([operation, resources]) => `${thousands(resources)} ${operation}`);
  const required = refusals.filter((refusal) => refusal.required).length;
  return [
    ...publications.map((publication) => headlineText(publication, publications.length > 1)),
    ...(refusals.length === 0
      ? []
      : [
          [`${thousands(refusals.length)} refused${required === 0 ? "" : `, ${thousands(required)} of them required`}`],
        ]),
    ...(operations.length === 0 ? [] : [[`The engine's steps: ${operations.toSorted().join(", ")}`]]),
  ];
}

const headlineText = (publication: PublicationReport, several: boolean): Text =>
  several ? [{ strong: `${publication.name}: ` }, headline(publication)] : [headline(publication)];
