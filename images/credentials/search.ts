import { credentialLines } from "./credentials.ts";

/** The place of a line that looks like a credential, without its content. */
export interface Leak {
  /** The line number, from 1. */
  line: number;
  /** The kind of credential, as a noun without an article. */
  rule: string;
}

/** The first line of a text that looks like a credential: by our own formats, or by the rules that secretlint keeps. */
export async function leakIn(text: string): Promise<Leak | undefined> {
  const [[ours], theirs] = [credentialLines(text), await secretlintLeak(text)];
  if (ours === undefined || theirs === undefined) return ours ?? theirs;
  return theirs.line < ours.line ? theirs : ours;
}

/** The preset's rule by which comments switch other rules off. It is not used, because the texts are untrusted. */
const filterComments = "@secretlint/secretlint-rule-filter-comments";
const ruleName = /^@secretlint\/secretlint-rule-/;

/** Loads the packages only when there is a text to search: loading takes longer than most commands. */
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
