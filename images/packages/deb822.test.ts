import { describe, expect, it } from "vitest";
import { fieldOf } from "./deb822.ts";

describe("a field of deb822", () => {
  it.each([
    ["at the start", "Package: bash\nVersion: 5\n", "bash"],
    ["in the middle", "Status: x\nPackage: bash\nVersion: 5", "bash"],
    ["in another case", "Status: x\npackage:bash", "bash"],
    ["of two, the first", "Package: bash\nPackage: dash", "bash"],
    ["with nothing in it", "Package:\nVersion: 5", ""],
    ["that is missing", "Version: 5", undefined],
    ["in a continuation line", "Description: x\n Package: bash", undefined],
    ["at the end of another's name", "Source-Package: bash", undefined],
    ["behind a carriage return", "Description: x\rPackage: bash", undefined],
    ["behind a line separator of Unicode", "Description: x\u2028Package: bash", undefined],
    ["behind a paragraph separator of Unicode", "Description: x\u2029Package: bash", undefined],
    ["with a line separator in its value", "Package: ba\u2028sh\n", "ba\u2028sh"],
    ["with a carriage return in its value", "Package: ba\rsh\n", "ba\rsh"],
  ])("%s", (_where, paragraph, found) => {
    expect(fieldOf(paragraph, "Package")).toBe(found);
  });
});
