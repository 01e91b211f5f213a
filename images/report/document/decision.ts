import { count } from "../../model/text/columns.ts";
import type { DecisionReport } from "../types.ts";
import { changesTable, vulnerabilityBlocks, rebuildsText } from "./packages.ts";
import type { Block, Section, Text } from "./types.ts";

/** The decision about a release, its reason, and what a person has to do. */
export function decisionSections(decision: DecisionReport | null): Section[] {
  if (decision === null) return [];
  const { rule, reasons, written, todo, changes, fixes, rebuilds } = decision;
  const blocks: Block[] = [
    { is: "paragraph", text: [...verdictText(decision), " Rule: ", { code: rule }, "."] },
    ...(reasons.length === 0 ? [] : [{ is: "list", items: reasons.map((reason) => [reason]) } as const]),
    ...(written === null ? [] : [paragraph("A person wrote: ", written)]),
    ...(todo === null ? [] : [paragraph("To do: ", todo)]),
    ...(changes.length === 0
      ? []
      : [
          {
            is: "details",
            summary: [`What it would change: ${count(changes.length, "source")}`],
            blocks: [changesTable(changes)],
          } as const,
        ]),
    ...vulnerabilityBlocks(fixes, namedInReasons),
    ...(rebuilds === 0 ? [] : [{ is: "paragraph", text: [rebuildsText(rebuilds)] } as const]),
  ];
  return [{ title: "Decision", tone: todo === null ? "plain" : "warn", blocks }];
}

/** A reason names at most two vulnerabilities of an advisory, else one and the number of the others. */
const namedInReasons = 2;

const paragraph = (label: string, text: string): Block => ({ is: "paragraph", text: [{ strong: label }, text] });

function verdictText({ verdict, version, acts }: DecisionReport): Text {
  switch (verdict) {
    case "publish":
      if (version === null) return [{ strong: "Release." }];
      return acts
        ? [{ strong: "Release " }, { code: version }, "."]
        : [{ strong: "Proposed: release " }, { code: version }, "; nothing is done until a person says so."];
    case "hold":
      return [{ strong: "Hold:" }, " nothing is released."];
    case "waiting-for-build":
      return [{ strong: "Wait for a build:" }, " nothing is released yet."];
  }
}
