import { credentialLine } from "./credentials.ts";

/** A line that looks like a credential, without what stands in it. */
export interface Leak {
  /** Counted from 1. */
  line: number;
  /** What it looks like: a name without an article. */
  rule: string;
}

/** The first line of a text that looks like a credential: by our own formats, or by the rules that secretlint keeps. */
export async function leakIn(text: string): Promise<Leak | undefined> {
  const [ours, theirs] = [credentialLine(text), await secretlintLeak(text)];
  if (ours === undefined || theirs === undefined) return ours ?? theirs;
  return theirs.line < ours.line ? theirs : ours;
}

/** Of the preset: lets a comment in the text turn rules off. The text is others', and so is such a comment. */
const filterComments = "@secretlint/secretlint-rule-filter-comments";
const ruleName = /^@secretlint\/secretlint-rule-/;

/** The packages are loaded only where there is a text to search: that takes longer than most commands do. */
async function secretlintLeak(text: string): Promise<Leak | undefined> {
  const [{ lintSource }, { rules }] = await Promise.all([
    import("@secretlint/core"),
    import("@secretlint/secretlint-rule-preset-recommend"),
  ]);
  const chosen = rules.filter(({ meta }) => meta.id !== filterComments);
  const { messages } = await lintSource({
    source: { content: text, filePath: "/text", ext: "", contentType: "text" },
    options: {
      config: { rules: chosen.map((rule) => ({ id: rule.meta.id, rule })) },
      noPhysicFilePath: true,
    },
  });
  const [first] = messages.toSorted((a, b) => a.loc.start.line - b.loc.start.line);
  if (first === undefined) return undefined;
  return {
    line: first.loc.start.line,
    rule: `credential of ${first.ruleId.replace(ruleName, "")}, as secretlint knows them`,
  };
}
