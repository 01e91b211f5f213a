import { describe, expect, it } from "vitest";
import { readPackageTable, tableOf } from "./table.ts";

const columns = "package\tsource\tbullseye\tbookworm\ttrixie\tforky\tsid";

describe("the table of sample packages", () => {
  it("tells a package's version, its source and the source's version", () => {
    expect(tableOf("trixie")).toContainEqual(["apt-utils", "3.0.4", "apt", "3.0.4"]);
    expect(tableOf("bookworm")).toContainEqual(["bash", "5.2.15-2+b13", "bash", "5.2.15-2"]);
    expect(tableOf("bookworm")).toContainEqual(["dmsetup", "2:1.02.185-2", "lvm2", "2.03.16-2"]);
  });

  it("is that of the suite for its backports, too", () => {
    expect(tableOf("trixie-backports")).toEqual(tableOf("trixie"));
  });

  it.each([
    ["a suite of nobody's", "package\tsource\tsdi", "line 1"],
    ["a cell too few", `${columns}\nbash\t\t5\t5\t5\t5`, "line 2"],
    ["no version", `# as of today\n${columns}\nbash\t\t5\t5\t5\t5\tnone`, 'line 3 is "none"'],
    ["a package twice", `${columns}\nbash\t\t5\t5\t5\t5\t5\nbash\tsh\t\t\t\t\t5`, "expected each package of sid once"],
  ])("is refused with %s, by its line", (_, text, message) => {
    expect(() => readPackageTable(text)).toThrow(message);
  });
});
