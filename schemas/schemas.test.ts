import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { format } from "prettier";
import { describe, expect, it, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { kinds } from "../provider/index.ts";
import { indexSchema, removedSchema, setSchema } from "../images/tree/record.ts";
import { packageSchema } from "./package-schema.ts";
import { projectConfig, stackFileSchema } from "./stack-file.ts";

/** As the files are written: days as text, and keys that a later version adds are no error. */
const ofRecord = (schema: z.ZodType, title: string): object => ({
  title,
  ...z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }),
});

const schemas = [
  ["set.json", ofRecord(setSchema, "A set of Debian cloud images")],
  ["removed.json", ofRecord(removedSchema, "The images of a channel that were removed")],
  ["index.json", ofRecord(indexSchema, "A channel of Debian cloud images")],
  ["stack.json", stackFileSchema()],
  ["provider.json", packageSchema(kinds)],
] as const;

describe("the schema", () => {
  it.each(schemas)("in %s is that of the program", async (file, schema) => {
    const text = await format(JSON.stringify(schema), { parser: "json", printWidth: 120 });
    await expect(text).toMatchFileSnapshot(`./${file}`);
  });
});

/** The keys of objects, at any depth, that a person cannot read about. */
function undescribed(schema: unknown): string[] {
  if (!isObject(schema)) return [];
  const { properties, ...rest } = schema;
  const keys = isObject(properties) ? Object.entries(properties) : [];
  return [
    ...keys.filter(([, value]) => isObject(value) && value["description"] === undefined).map(([key]) => key),
    ...[...keys.map(([, value]) => value), ...Object.values(rest)].flatMap(undescribed),
  ];
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

const project = path.join(import.meta.dirname, "..");
const yamlOf = (file: string): unknown => parse(readFileSync(path.join(project, file), "utf8"));
const stackFiles = readdirSync(project).filter((file) => /^Pulumi\..+\.yaml$/.test(file));

describe("a stack's file", () => {
  const schema = z.fromJSONSchema(stackFileSchema());

  it.each(stackFiles)("%s keeps to stack.json, and names it for editors", (file) => {
    expect(schema.safeParse(yamlOf(file)).error).toBeUndefined();
    const text = readFileSync(path.join(project, file), "utf8");
    expect(text).toMatch(/^# yaml-language-server: \$schema=schemas\/stack\.json\n/);
  });

  it.each([
    ["an unknown key of ours", { role: "runners", gitlab: {}, colour: "red" }],
    ["no role", { gitlab: {} }],
    ["another role's keys", { role: "amphora", mirror: { root: "../tree", staging: "../staging" } }],
    ["a key's wrong value", { role: "publication", mirror: { root: 5, staging: "../staging" } }],
  ])("with %s does not keep to stack.json", (_, values) => {
    const config = Object.fromEntries(Object.entries(values).map(([key, value]) => [`cloud-images:${key}`, value]));
    expect(schema.safeParse({ config }).success).toBe(false);
  });

  it("has a description of each key", () => {
    expect(undescribed(stackFileSchema())).toEqual([]);
  });

  it("may have keys of other providers", () => {
    const mirror = { root: "../tree", staging: "../staging" };
    const config = { "cloud-images:role": "publication", "cloud-images:mirror": mirror, "openstack:cloud": "partner" };
    expect(schema.safeParse({ config }).error).toBeUndefined();
  });
});

test("Pulumi.yaml declares the keys that every stack has", () => {
  expect(z.object({ config: z.unknown() }).parse(yamlOf("Pulumi.yaml")).config).toEqual(projectConfig);
});
