import { z } from "zod";
import { providerConfigSchema } from "../images/tree/provider-config.ts";
import type { BoundKind } from "../provider-sdk/bind.ts";
import { packageName, packageVersion } from "../provider-sdk/package.ts";

/** https://www.pulumi.com/docs/iac/using-pulumi/extending-pulumi/schema/ */
type PropertyType =
  | { type: "string" | "integer" | "number" | "boolean" }
  | { type: "array"; items: PropertyType }
  | { type: "object"; additionalProperties: PropertyType }
  | { $ref: string }
  | { oneOf: PropertyType[] };

type Property = PropertyType & { description?: string; secret?: true };

interface Properties {
  properties: Record<string, Property>;
  required: string[];
}

/** Objects and enumerations, each of which has a name of its own. */
type Types = Map<string, ({ type: "object" } & Properties) | { type: "string"; enum: { value: string }[] }>;

/**
 * The package schema of our provider, from the zod schemas that it reads inputs and states by. Pulumi knows no null: what may
 * be null may be left out there.
 */
export function packageSchema(kinds: ReadonlyMap<string, BoundKind>): object {
  const types: Types = new Map();
  const config = propertiesOf(providerConfigSchema, `${packageName}:config:`, types);
  const resources = [...kinds].map(([token, { description, schemas }]) => {
    const [inputs, state] = [propertiesOf(schemas.inputs, token, types), propertiesOf(schemas.outputs, token, types)];
    return [
      token,
      { description, ...state, inputProperties: inputs.properties, requiredInputs: inputs.required },
    ] as const;
  });
  return {
    name: packageName,
    version: packageVersion,
    displayName: "Debian's cloud images",
    description: "Publishes Debian's cloud images: for the project cloud-images alone.",
    license: "Apache-2.0",
    provider: {
      description: "Configured by the program, with this machine's paths.",
      inputProperties: config.properties,
      requiredInputs: config.required,
    },
    types: Object.fromEntries([...types].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    resources: Object.fromEntries(resources),
  };
}

const jsonSchema = z.looseObject({
  type: z.string().or(z.array(z.string())).optional(),
  description: z.string().optional(),
  secret: z.literal(true).optional(),
  enum: z.array(z.string()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).default([]),
  additionalProperties: z.unknown().optional(),
});
type JsonSchema = z.output<typeof jsonSchema>;

const propertiesOf = (schema: z.ZodType, token: string, types: Types): Properties =>
  objectOf(jsonSchema.parse(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" })), token, types);

function objectOf({ properties = {}, required }: JsonSchema, token: string, types: Types): Properties {
  const entries = Object.entries(properties).map(([key, value]) => [key, jsonSchema.parse(value)] as const);
  const nullable = new Set(entries.flatMap(([key, schema]) => (alternatives(schema).includes("null") ? [key] : [])));
  return {
    properties: Object.fromEntries(
      entries.map(([key, { description, secret, ...schema }]) => [
        key,
        {
          ...typeOf({ ...schema }, `${token}${key.slice(0, 1).toUpperCase()}${key.slice(1)}`, types),
          ...(description !== undefined && { description }),
          ...(secret !== undefined && { secret }),
        },
      ]),
    ),
    required: required.filter((key) => !nullable.has(key)),
  };
}

/** The types that a value may have. */
const alternatives = ({ type = [], anyOf = [] }: JsonSchema): string[] =>
  [type, ...anyOf.map((each) => jsonSchema.parse(each).type ?? [])].flat();

function typeOf(schema: JsonSchema, token: string, types: Types): PropertyType {
  if (schema.anyOf !== undefined) return unionOf(schema.anyOf, token, types);
  if (schema.enum !== undefined)
    return named(token, { type: "string", enum: schema.enum.map((value) => ({ value })) }, types);
  const type = alternatives(schema).find((each) => each !== "null");
  switch (type) {
    case "array":
      return { type, items: typeOf(jsonSchema.parse(schema.items), token, types) };
    case "object":
      return schema.properties === undefined
        ? { type, additionalProperties: typeOf(jsonSchema.parse(schema.additionalProperties), token, types) }
        : named(token, { type, ...objectOf(schema, token, types) }, types);
    case "string":
    case "integer":
    case "number":
    case "boolean":
      return { type };
    default:
      throw new RangeError(`${token}: ${JSON.stringify(schema)} is no type that Pulumi knows`);
  }
}

function unionOf(anyOf: readonly unknown[], token: string, types: Types): PropertyType {
  const some = anyOf.map((each) => jsonSchema.parse(each)).filter(({ type }) => type !== "null");
  const [only, ...others] = some;
  if (only !== undefined && others.length === 0) return typeOf(only, token, types);
  return { oneOf: some.map((each, index) => typeOf(each, `${token}${index + 1}`, types)) };
}

function named(token: string, type: Types extends Map<string, infer Type> ? Type : never, types: Types): PropertyType {
  types.set(token, type);
  return { $ref: `#/types/${token}` };
}
