import { amphoraSchema, type AmphoraSettings } from "./amphora.ts";
import { runnersSchema, type RunnersSettings } from "./runners.ts";
import { publicationSchema, type PublicationSettings } from "./schema.ts";
import { testingSchema, type TestingSettings } from "./testing.ts";

/** What a stack is for, with the keys that it has. */
export const roleSchemas = {
  publication: publicationSchema,
  amphora: amphoraSchema,
  testing: testingSchema,
  runners: runnersSchema,
};

export type Role = keyof typeof roleSchemas;
export type Settings = PublicationSettings | AmphoraSettings | TestingSettings | RunnersSettings;

export const isRole = (name: unknown): name is Role => typeof name === "string" && Object.hasOwn(roleSchemas, name);
