import { describe, expect, test } from "vitest";
import type { Fix } from "../releases/diff/types.ts";
import { reportHtml } from "./formats/html.ts";
import { reportMarkdown } from "./formats/markdown.ts";
import { reportOf } from "./report.ts";
import { proposal, stories } from "../../test/samples/report/stories.ts";
import { reportText } from "./formats/text.ts";
import type { ReportInput } from "./input.ts";

const forms = (input: ReportInput): [string, string][] => {
  const report = reportOf(input);
  return [
    ["text", reportText(report).join("\n")],
    ["Markdown", reportMarkdown(report)],
    ["HTML", reportHtml(report)],
  ];
};

describe("every vulnerability that a decision is about is named somewhere, in each form:", () => {
  const fix = (cves: string[], advisory: string | null): Fix => ({
    advisory,
    cves,
    source: "curl",
    version: "8.14.1-2+deb13u3",
    urgency: "high",
  });
  const vulnerabilities = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => `CVE-2026-${40000 + index}`);

  test.each<[string, readonly Fix[], number]>([
    ["of an advisory that waits for a build", [fix(vulnerabilities(3), "DSA-6200-1")], 3],
    [
      "that only the tracker knows, each by itself",
      vulnerabilities(7).map((vulnerability) => fix([vulnerability], null)),
      7,
    ],
  ])("%s", (_case, waiting, count) => {
    const input = proposal();
    const publications = input.publications.map((each) => {
      const { decision } = each.plan;
      return { ...each, plan: { ...each.plan, decision: decision && { ...decision, waiting } } };
    });
    for (const [form, said] of forms({ ...input, publications }))
      for (const vulnerability of vulnerabilities(count)) expect(said, form).toContain(vulnerability);
  });
});

describe("the command that approves", () => {
  const { "kernel-update": kernelUpdate, "quiet-day": quietDay } = stories;
  const command = "npm run up -- --stack trixie-daily --plan .dev/previews/trixie-daily/plan.json";

  test("stands on one line in each form, also a long one", () => {
    const long = `${command.slice(0, -9)}${"deep/".repeat(40)}plan.json`;
    for (const [form, said] of [...forms(kernelUpdate()), ...forms({ ...kernelUpdate(), approve: long })])
      expect(said, form).toMatch(/npm run up -- --stack trixie-daily --plan \S+plan\.json/);
  });

  test("is not offered where nothing changes", () => {
    for (const [form, said] of forms(quietDay())) expect(said, form).not.toContain("npm run up");
  });
});
