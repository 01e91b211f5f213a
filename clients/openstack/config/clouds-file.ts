import { constants } from "node:fs";
import { access, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parse, YAMLParseError } from "yaml";
import { UserError } from "../../../images/model/errors.ts";
import { ifPresent } from "../../../storage/files/fault.ts";
import { cloudEntry, EntryFault, isMapping, type Mapping } from "./cloud-entry.ts";
import { cloudOf, entryProblems, type Cloud } from "../cloud.ts";

/**
 * The named cloud, as openstacksdk 4.22.0 reads it: from the file that OS_CLIENT_CONFIG_FILE names, ./clouds.yaml, or those of the
 * user or the machine, the first that is there; secure.yaml is laid over it, and clouds-public.yaml describes vendors. The cloud
 * `envvars` is made of the environment. Throws a UserError, in which no value of the files is.
 */
export async function readCloud(name: string, environment: NodeJS.ProcessEnv = process.env): Promise<Cloud> {
  const open = await firstOf(placesOf("clouds", environment, environment["OS_CLIENT_CONFIG_FILE"]));
  const secure = await firstOf(placesOf("secure", environment, environment["OS_CLIENT_SECURE_FILE"]));
  const vendors = await firstOf(placesOf("clouds-public", environment));
  const listed = mappingIn(open, "clouds");
  const fromVariables = cloudInEnvironment(environment);
  if (Object.hasOwn(listed, name) && Object.hasOwn(fromVariables, name))
    throw problem(
      name,
      "one cloud of this name, in the file or in the environment",
      "unset OS_CLOUD_NAME, or rename one",
    );
  const clouds = { ...fromVariables, ...listed };
  const secrets = secure === undefined ? {} : mappingIn(secure, "clouds");
  if (open === undefined && Object.keys(clouds).length === 0)
    throw problem(
      name,
      "a clouds.yaml",
      `write one to ${placesOf("clouds", environment).join(" or ")}, or name it in OS_CLIENT_CONFIG_FILE`,
    );
  const file = open?.path ?? "the environment";
  if (!Object.hasOwn(clouds, name) && !Object.hasOwn(secrets, name))
    throw problem(
      name,
      `one of the clouds of ${file}: ${Object.keys(clouds).join(", ") || "it has none"}`,
      "add it there, or correct the name",
    );
  try {
    const entry = cloudEntry(merged(clouds[name], secrets[name]), mappingIn(vendors, "public-clouds"));
    return await wholeCloud(name, entry, file);
  } catch (error) {
    if (!(error instanceof EntryFault)) throw error;
    throw problem(name, `a cloud as openstacksdk describes it (${error.message})`, `${error.remedy}, in ${file}`);
  }
}

async function wholeCloud(name: string, entry: Mapping, file: string): Promise<Cloud> {
  const wrong = entryProblems(entry);
  if (wrong.length > 0)
    throw problem(name, `a cloud as openstacksdk describes it (${wrong.join("; ")})`, `correct it in ${file}`);
  const cloud = cloudOf(name, entry);
  if (cloud === undefined)
    throw problem(
      name,
      "credentials: a user with password and project, an application credential with its secret, or a token",
      `complete them in ${file}, or in secure.yaml beside it`,
    );
  for (const key of ["ca", "cert", "key"] as const) await readable(name, key === "ca" ? "cacert" : key, cloud.tls[key]);
  return cloud;
}

async function readable(name: string, key: string, path: string | null): Promise<void> {
  if (path === null) return;
  try {
    await access(path, constants.R_OK);
  } catch {
    throw problem(name, `${key}: a file that can be read, not ${path}`, "put it there, or correct clouds.yaml");
  }
}

/** Variables that describe no cloud. With only these and a region there is no cloud. */
const selectors = /^OS_(CLOUD|CLOUD_NAME|CLIENT_CONFIG_FILE|CLIENT_SECURE_FILE|TEST.*|STD.*|LOG.*)$/;

function cloudInEnvironment(environment: NodeJS.ProcessEnv): Mapping {
  const given = Object.entries(environment).filter(([key]) => key.startsWith("OS_") && !selectors.test(key));
  if (given.every(([key]) => key === "OS_REGION_NAME")) return {};
  const entry = Object.fromEntries(given.map(([key, value]) => [key.slice("OS_".length).toLowerCase(), value]));
  return { [environment["OS_CLOUD_NAME"] ?? "envvars"]: entry };
}

interface Found {
  path: string;
  text: string;
}

type Base = "clouds" | "secure" | "clouds-public";

function placesOf(base: Base, environment: NodeJS.ProcessEnv, named = ""): string[] {
  const config = environment["XDG_CONFIG_HOME"] || join(homedir(), ".config");
  const folders = [
    ".",
    join(config, "openstack"),
    join(homedir(), ".config", "openstack"),
    "/etc/xdg/openstack",
    "/etc/openstack",
  ];
  const files = folders.flatMap((folder) => ["yaml", "yml", "json"].map((ending) => join(folder, `${base}.${ending}`)));
  return [...new Set([...(named === "" ? [] : [named]), ...files].map((path) => resolve(path)))];
}

async function firstOf(paths: readonly string[]): Promise<Found | undefined> {
  for (const path of paths) {
    const text = await ifPresent(readFile(path, "utf8"));
    if (text !== undefined) return { path, text };
  }
  return undefined;
}

function mappingIn(file: Found | undefined, key: "clouds" | "public-clouds"): Mapping {
  if (file === undefined) return {};
  const content = parsed(file.path, file.text);
  const mapping: unknown = isMapping(content) ? content[key] : undefined;
  if (isMapping(mapping)) return mapping;
  throw new UserError({ where: file.path, value: "", expected: `a mapping \`${key}\``, remedy: "correct the file" });
}

function parsed(path: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    // the parser's own message shows the line, which may hold a password
    const line = error instanceof YAMLParseError ? (error.linePos?.[0].line ?? 0) : 0;
    throw new UserError({ where: `${path}:${line}`, value: "", expected: "YAML", remedy: "correct the file" });
  }
}

/** The second over the first, mapping by mapping. */
function merged(under: unknown, over: unknown): unknown {
  if (over === undefined || over === null) return under;
  if (!isMapping(under) || !isMapping(over)) return over;
  const keys = new Set([...Object.keys(under), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((key) => [key, merged(under[key], over[key])]));
}

const problem = (name: string, expected: string, remedy: string): UserError =>
  new UserError({ where: "cloud", value: name, expected, remedy });
