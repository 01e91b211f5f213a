import { resolve } from "node:path";
import { UserError } from "../images/model/errors.ts";
import { contradictions, credentialProblems, type Surroundings } from "./publication/config/rules.ts";
import { accountsProblems } from "./accounts/config-rules.ts";
import { plainValues } from "../images/config/plain-values.ts";
import { keyName, namespace, problemsOf } from "../images/config/problems.ts";
import { isRole, roleSchemas, type Role, type Settings } from "./config-roles.ts";
import { isAddress } from "../images/config/values.ts";
import { type PublicationSettings } from "./publication/config/config.ts";

export type { AmphoraSettings } from "../workloads/amphora/config.ts";
export type { Settings } from "./config-roles.ts";
export type { RunnersSettings } from "../workloads/runner/config.ts";
export type { PublicationSettings } from "./publication/config/config.ts";
export type { TestingSettings } from "../workloads/test-vm/config.ts";

interface ConfigSource extends Surroundings {
  /** The project's folder, which relative paths start from. */
  folder: string;
}

/** Parses the values of our keys, without their namespace, as in the stack's file. Throws a UserError with every problem. */
export function parseSettings(values: Record<string, unknown>, source: ConfigSource): Settings {
  const plain = plainValues(values);
  const credentials = credentialProblems(plain);
  if (credentials.length > 0) throw new UserError(...credentials);
  const schema = roleSchemas[roleOf(plain["role"], source.file)];
  const result = schema.safeParse(plain);
  if (!result.success) throw new UserError(...problemsOf(result.error, plain, schema, source.file));
  const settings = result.data;
  const problems = settings.role === "accounts" ? accountsProblems(settings, source.file) : [];
  if (settings.role === "publication") problems.push(...contradictions(settings, source));
  if (problems.length > 0) throw new UserError(...problems);
  return settings.role === "publication" ? withAbsolutePaths(settings, source.folder) : settings;
}

/** The same for a command that needs a stack of the role `publication`. */
export function parseConfig(values: Record<string, unknown>, source: ConfigSource): PublicationSettings {
  const settings = parseSettings(values, source);
  if (settings.role === "publication") return settings;
  throw new UserError({
    where: keyName(["role"]),
    value: settings.role,
    expected: "publication: only such a stack has a tree and a plan",
    remedy: `name another stack than the one of ${source.file}`,
  });
}

/** The values of our namespace out of all keys of a stack. */
export function ownValues(all: Record<string, unknown>): Record<string, unknown> {
  const prefix = `${namespace}:`;
  const own = Object.entries(all).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}

function roleOf(role: unknown, file: string): Role {
  if (isRole(role)) return role;
  throw new UserError({
    where: keyName(["role"]),
    value: typeof role === "string" ? role : role === undefined ? "" : JSON.stringify(role),
    expected: `one of ${Object.keys(roleSchemas).join(", ")}`,
    remedy:
      role === undefined
        ? `set it in ${file}; for a new stack, copy Pulumi.trixie-daily.yaml and adapt it`
        : `correct it in ${file}`,
  });
}

function withAbsolutePaths(settings: PublicationSettings, folder: string): PublicationSettings {
  const { artifacts, mirror, security } = settings;
  return {
    ...settings,
    artifacts: artifacts === null ? null : resolve(folder, artifacts),
    mirror: { ...mirror, root: resolve(folder, mirror.root), staging: resolve(folder, mirror.staging) },
    security: withAbsolutePlaces(security, folder),
  };
}

function withAbsolutePlaces(
  { dsa, dla, tracker, archive, maxAge }: PublicationSettings["security"],
  folder: string,
): PublicationSettings["security"] {
  const placed = (place: string): string => (isAddress(place) ? place : resolve(folder, place));
  const placedOrNull = (place: string | null): string | null => (place === null ? null : placed(place));
  return {
    dsa: placedOrNull(dsa),
    dla: placedOrNull(dla),
    tracker: placedOrNull(tracker),
    archive:
      archive === null
        ? null
        : {
            main: placed(archive.main),
            security: placed(archive.security),
            keyring: resolve(folder, archive.keyring),
          },
    maxAge,
  };
}
