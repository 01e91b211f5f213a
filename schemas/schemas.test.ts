import { describe, expect, it } from "vitest";
import { format } from "prettier";
import { z } from "zod";
import { indexSchema, removedSchema, setSchema } from "../images/tree/record.ts";

const schemas = [
  ["set.json", setSchema, "A set of Debian cloud images"],
  ["removed.json", removedSchema, "The images of a channel that were removed"],
  ["index.json", indexSchema, "A channel of Debian cloud images"],
] as const;

/** As the files are written: days as text, and keys that a later version adds are no error. */
async function schemaText(schema: z.ZodType, title: string): Promise<string> {
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return format(JSON.stringify({ title, ...json }), { parser: "json", printWidth: 120 });
}

describe("the JSON Schema", () => {
  it.each(schemas)("of %s is that of the program", async (file, schema, title) => {
    await expect(await schemaText(schema, title)).toMatchFileSnapshot(`./${file}`);
  });
});
