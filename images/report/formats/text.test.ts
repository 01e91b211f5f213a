import { expect, test } from "vitest";
import type { Section, Table } from "../document/types.ts";
import { documentText } from "./text.ts";

const images = ["amd64", "arm64"].map((arch) => ({ code: `debian-13-ec2-${arch}-daily-20260717-2542-aws` }));

test("a cell in the middle of a table continues on the next lines, as the last one does", () => {
  const table: Table = {
    is: "table",
    head: ["Engine", "Resources", "What is behind it"],
    rows: [
      {
        tone: "warn",
        cells: [
          [{ mark: "update" }],
          ["2 × AwsImage:", ...images.flatMap((image) => [" ", image])],
          ["their regions changed since the last run, which the plan says nothing of"],
        ],
      },
    ],
  };
  const lead = [["one day"]];
  expect(
    documentText({ title: "trixie-daily", lead, sections: [{ title: "Notes", tone: "warn", blocks: [table] }] }),
  ).toEqual([
    "trixie-daily: one day",
    "",
    "Notes:",
    "  update  2 × AwsImage:                                their regions changed since the last run,",
    "          debian-13-ec2-amd64-daily-20260717-2542-aws  which the plan says nothing of",
    "          debian-13-ec2-arm64-daily-20260717-2542-aws",
  ]);
});

test.each<[Section["tone"], number]>([
  ["bad", 30],
  ["warn", 20],
])("of a long list in a section whose tone is %s, %s lines are shown", (tone, shown) => {
  const items = Array.from({ length: 30 }, (_, index) => [`item ${index}`]);
  const sections: Section[] = [{ title: "Refused", tone, blocks: [{ is: "list", items }] }];
  const lines = documentText({ title: "trixie-daily", lead: [["one day"]], sections });
  expect(lines.filter((line) => line.startsWith("  - item"))).toHaveLength(shown);
});
