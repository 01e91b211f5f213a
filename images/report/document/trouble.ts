import { describeProblem } from "../../model/errors.ts";
import { shortDigests } from "../../model/text/short-digests.ts";
import type { EngineNote, EngineReport, Refusal, Report } from "../types.ts";
import type { Block, Section } from "./types.ts";
import { kindWords, shareText, someCodes } from "./words.ts";

/** The engine's steps against the plan; they come before everything else. */
export function graveSections({ unexplained }: EngineReport): Section[] {
  const grave = unexplained.filter((note) => note.grave);
  if (grave.length === 0) return [];
  return [{ title: "Unexpected engine steps", tone: "bad", blocks: [notesTable(grave)] }];
}

export function refusalSections(refusals: readonly Refusal[]): Section[] {
  if (refusals.length === 0) return [];
  const required = refusals.some((refusal) => refusal.required);
  return [
    {
      title: "Refused",
      tone: required ? "bad" : "warn",
      blocks: [
        {
          is: "table",
          head: ["Weight", "What, and what to do"],
          rows: refusals.map((refusal) => ({
            tone: refusal.required ? "bad" : "warn",
            cells: [
              [{ mark: refusal.required ? "required" : "best effort" }],
              [shortDigests(describeProblem(refusal))],
            ],
          })),
        },
      ],
    },
  ];
}

/** Harmless differences between engine and plan, and warnings. */
export function remarkSections({ warnings, engine, publications }: Report): Section[] {
  const notes = engine.unexplained.filter((note) => !note.grave);
  const several = publications.length > 1;
  const missing = engine.missing.map(({ publication, what, version, images }) => [
    what === "pointers" ? "pointers move" : kindWords[what].mark,
    ": ",
    { code: version },
    ", ",
    ...shareText(images),
    several ? ` of ${publication}` : "",
  ]);
  const blocks: Block[] = [
    ...(notes.length === 0 ? [] : [notesTable(notes)]),
    ...(missing.length === 0
      ? []
      : [
          { is: "paragraph", text: ["The plan wants this, and the engine has no step for it:"] } as const,
          { is: "list", items: missing } as const,
        ]),
    ...(warnings.length === 0
      ? []
      : [
          { is: "paragraph", text: ["Warnings:"] } as const,
          { is: "list", items: warnings.map((warning) => [shortDigests(warning)]) } as const,
        ]),
  ];
  return blocks.length === 0 ? [] : [{ title: "To be looked at", tone: "warn", blocks }];
}

const mostNames = 3;

const notesTable = (notes: readonly EngineNote[]): Block => ({
  is: "table",
  head: ["Engine", "Resources", "What is behind it"],
  rows: notes.map(({ operations, type, names, meaning, grave }) => ({
    tone: grave ? "bad" : "warn",
    cells: [
      [{ mark: operations.join(", ") }],
      [`${names.length} × ${type.slice(type.lastIndexOf(":") + 1)}: `, ...someCodes(names, mostNames)],
      [meaning],
    ],
  })),
});
