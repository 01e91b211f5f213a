import { describe, expect, it } from "vitest";
import { z } from "zod";
import { expectedOf } from "./expected-words.ts";

const words = (schema: z.ZodType, value: unknown): string[] =>
  schema.safeParse(value).error?.issues.map(expectedOf) ?? [];

describe("what a schema wanted is said in a person's words", () => {
  it.each<[z.ZodType, unknown, string]>([
    [z.object({}), "x", "an object"],
    [z.record(z.string(), z.string()), [], "an object"],
    [z.string(), 5, "a text"],
    [z.array(z.string()), {}, "a list"],
    [z.number(), "5", "a number"],
    [z.int(), 5.5, "a whole number"],
    [z.boolean(), 1, "true or false"],
    [z.literal("Build"), "List", "Build"],
    [z.literal(5), "5", "5"],
    [z.enum(["official", "dev"]), "x", "one of official, dev"],
    [z.strictObject({}), { a: 1 }, "no key a"],
    [z.string().min(1), "", "at least 1 character"],
    [z.array(z.string()).max(2), ["a", "b", "c"], "at most 2 entries"],
    [z.int().positive(), 0, "a number of more than 0"],
    [z.number().max(9), 10, "a number of at most 9"],
    [z.iso.date(), "x", "a date YYYY-MM-DD"],
    [z.guid(), "x", "a UUID"],
    [z.url(), "x", "a URL"],
    [z.string().regex(/^[a-z]+$/), "5", "a text like /^[a-z]+$/"],
    [z.string().refine(() => false, "expected a version"), "x", "a version"],
    [z.string().regex(/x/, "expected a name of a package"), "5", "a name of a package"],
    [z.union([z.string(), z.object({ a: z.string() })]), 5, "a text, or an object"],
    [z.union([z.null(), z.object({ a: z.string() })]), {}, "null, or a: a text"],
    [z.record(z.enum(["a"]), z.string()), { a: "", b: "" }, "no key b"],
    [z.tuple([z.string()]), [], "at least 1 entry"],
    [z.never(), 1, "nothing"],
  ])("case %#", (schema, value, expected) => {
    expect(words(schema, value).join("; ")).toBe(expected);
  });

  it("and never in the validator's own", () => {
    const schemas = [z.string(), z.number().multipleOf(3), z.set(z.string()), z.map(z.string(), z.string()), z.date()];
    for (const schema of schemas)
      for (const value of [undefined, null, 5, {}, []])
        expect(words(schema, value).join()).not.toMatch(/received|invalid|zod/i);
  });
});
