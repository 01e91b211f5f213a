import path from "node:path";
import { describe, expect, test } from "vitest";
import { project } from "../setup/bootstrap/folders.mjs";
import { readPreviewOptions } from "./options.ts";

const below = (...names: string[]): string => path.join(project, ".dev/previews", ...names);

describe("the command line of preview", () => {
  test("leaves everything of a stack in one folder", () => {
    expect(readPreviewOptions(["--stack", "acme/trixie-release"])).toMatchObject({
      stack: "acme/trixie-release",
      json: false,
      files: {
        plan: below("trixie-release", "plan.json"),
        markdown: below("trixie-release", "report.md"),
        html: below("trixie-release", "report.html"),
      },
    });
  });

  test("puts each file where it is told, and hands the engine's own arguments on", () => {
    const args = ["--save-plan", "/a/plan", "--json", "--html=/b/page", "--diff", "--stack", "dev"];
    expect(readPreviewOptions(args)).toMatchObject({
      stack: "dev",
      json: true,
      rest: ["--json", "--diff"],
      lasting: ["--diff"],
      files: { plan: "/a/plan", markdown: below("dev", "report.md"), html: "/b/page" },
      named: ["--save-plan", "--html"],
    });
  });

  test.each([["--save-plan"], ["--markdown="], ["--plan", "file"], ["--skip-preview"]])("refuses %j", (...args) => {
    expect(() => readPreviewOptions(args)).toThrow(args[0].replace("=", ""));
  });
});
