import { describe, expect, it } from "vitest";
import { describeProblem, UserError } from "./errors.ts";

describe("a problem", () => {
  it("is one line that a terminal shows as it stands, whatever a file is called", () => {
    const name = "a\nb\u001b[2Jc\u202ed\u0007";
    const problem = { where: name, value: name, expected: `the file ${name}`, remedy: `remove ${name}` };
    for (const text of [describeProblem(problem), new UserError(problem).message])
      expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it("says where, what, what was expected, and what to do", () => {
    expect(describeProblem({ where: "x.json: kind", value: "List", expected: "Build", remedy: "build it again" })).toBe(
      'x.json: kind is "List": expected Build; build it again',
    );
  });
});
