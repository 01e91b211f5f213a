import { accountsSchema, type AccountsSettings } from "./accounts/config.ts";
import { amphoraSchema, type AmphoraSettings } from "../workloads/amphora/config.ts";
import { runnersSchema, type RunnersSettings } from "../workloads/runner/config.ts";
import { publicationSchema, type PublicationSettings } from "./publication/config/config.ts";
import { testingSchema, type TestingSettings } from "../workloads/test-vm/config.ts";

/** By role of a stack, the schema of its keys. */
export const roleSchemas = {
  publication: publicationSchema,
  amphora: amphoraSchema,
  testing: testingSchema,
  runners: runnersSchema,
  accounts: accountsSchema,
};

export type Role = keyof typeof roleSchemas;
export type Settings = PublicationSettings | AmphoraSettings | TestingSettings | RunnersSettings | AccountsSettings;

export const isRole = (name: unknown): name is Role => typeof name === "string" && Object.hasOwn(roleSchemas, name);
