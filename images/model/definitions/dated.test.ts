import { z } from "zod";
import { describe, expect, it } from "vitest";
import { dated, readDated, rowsOf } from "./dated.ts";

const rows = { bash: { size: 1 }, dash: { size: 2 } };
const schema = dated({ shells: rowsOf(rows, z.strictObject({ size: z.int() })) });
const read = (data: unknown) => readDated(schema, data, "shells.json");
const file = { source: "here", date: "2026-11-29", shells: rows };

describe("a data file", () => {
  it("has its rows under keys that the compiler knows", () => {
    const { shells } = read(file);
    expect(shells.dash.size).toBe(2);
  });

  it.each<[string, object, string]>([
    ["without a source", { ...file, source: "" }, "shells.json: source"],
    ["without a date", { ...file, date: undefined }, "shells.json: date: expected"],
    ["with a date of no calendar", { ...file, date: "2026-02-30" }, 'date is "2026-02-30": expected a date YYYY-MM-DD'],
    ["with a row of another form", { ...file, shells: { ...rows, dash: {} } }, "shells.json: shells.dash.size"],
    ["with a key that no row has", { ...file, shells: { ...rows, dash: { size: 2, age: 1 } } }, "expected no key age"],
  ])("is refused %s, by the place in it", (_, data, message) => {
    expect(() => read(data)).toThrow(message);
  });
});
