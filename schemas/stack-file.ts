import { z } from "zod";
import { namespace } from "../images/config/problems.ts";
import { roleSchemas } from "../stacks/config-roles.ts";

type JsonSchema = z.core.JSONSchema.JSONSchema;

const rolesText = `what the stack is for: ${Object.keys(roleSchemas).join(", ")}`;

/**
 * The `config` of Pulumi.yaml. It declares no key but the role, the only one that every stack has: the engine refuses a stack
 * that lacks a declared key without a default, and hands a declared default to every stack, also to those whose role does
 * not have the key.
 */
export const projectConfig = { role: { type: "string", description: rolesText } };

/** The JSON Schema of `Pulumi.<stack>.yaml`, for editors: the keys of each role, with their descriptions and defaults. */
export function stackFileSchema(): JsonSchema {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "A stack of cloud-images",
    type: "object",
    properties: {
      config: { description: rolesText, oneOf: Object.values(roleSchemas).map(configOf) },
    },
    required: ["config"],
  };
}

/** Keys of other namespaces belong to other providers. */
function configOf(schema: z.ZodType): JsonSchema {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return {
    type: "object",
    properties: Object.fromEntries(Object.entries(properties).map(([key, value]) => [inFile(key), value])),
    required: required.map(inFile),
    patternProperties: { [`^(?!${namespace}:)`]: {} },
    additionalProperties: false,
  };
}

const inFile = (key: string): string => `${namespace}:${key}`;
