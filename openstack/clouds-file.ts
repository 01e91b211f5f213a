import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { parse, YAMLParseError } from "yaml";
import { UserError } from "../images/errors.ts";
import { ifPresent } from "../storage/fault.ts";
import { cloudEntrySchema, cloudOf, type Cloud } from "./cloud.ts";

/**
 * The named cloud, from where openstacksdk looks: the file that OS_CLIENT_CONFIG_FILE names, ./clouds.yaml,
 * ~/.config/openstack and /etc/openstack, the first that is there; secure.yaml of the same places is laid over it.
 * Throws a UserError, in which no value of the files is.
 */
export async function readCloud(name: string, environment: NodeJS.ProcessEnv = process.env): Promise<Cloud> {
  const file = await firstOf(placesOf("clouds", environment.OS_CLIENT_CONFIG_FILE));
  if (file === undefined)
    throw problem(
      name,
      "a clouds.yaml",
      `write one to ${placesOf("clouds", undefined).join(" or ")}, or name it in OS_CLIENT_CONFIG_FILE`,
    );
  const secure = await firstOf(placesOf("secure", environment.OS_CLIENT_SECURE_FILE));
  const [open, secret] = [cloudsIn(file), secure === undefined ? {} : cloudsIn(secure)];
  if (!Object.hasOwn(open, name))
    throw problem(
      name,
      `one of the clouds of ${file.path}: ${Object.keys(open).join(", ") || "it has none"}`,
      "add it there, or correct the name",
    );
  const entry = cloudEntrySchema.safeParse(merged(open[name], secret[name]));
  if (!entry.success) {
    const wrong = entry.error.issues.map(({ path, message }) => `${path.map(String).join(".")}: ${message}`);
    throw problem(name, `a cloud as openstacksdk describes it (${wrong.join("; ")})`, `correct it in ${file.path}`);
  }
  const cloud = cloudOf(name, entry.data);
  if (cloud !== undefined) return cloud;
  throw problem(
    name,
    "credentials: a user with password and project, an application credential with its secret, or a token",
    `complete them in ${file.path}, or in secure.yaml beside it`,
  );
}

interface Found {
  path: string;
  text: string;
}

const placesOf = (base: "clouds" | "secure", named: string | undefined): string[] =>
  [
    ...(named === undefined || named === "" ? [] : [named]),
    ...[".", join(homedir(), ".config", "openstack"), "/etc/openstack"].flatMap((folder) =>
      ["yaml", "yml"].map((ending) => join(folder, `${base}.${ending}`)),
    ),
  ].map((path) => resolve(path));

async function firstOf(paths: readonly string[]): Promise<Found | undefined> {
  for (const path of paths) {
    const text = await ifPresent(readFile(path, "utf8"));
    if (text !== undefined) return { path, text };
  }
  return undefined;
}

function cloudsIn({ path, text }: Found): Record<string, unknown> {
  const content = parsed(path, text);
  const clouds = isMapping(content) ? content.clouds : undefined;
  if (isMapping(clouds)) return clouds;
  throw new UserError({ where: path, value: "", expected: "a mapping `clouds`", remedy: "correct the file" });
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

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The second over the first, mapping by mapping. */
function merged(under: unknown, over: unknown): unknown {
  if (over === undefined || over === null) return under;
  if (!isMapping(under) || !isMapping(over)) return over;
  const keys = new Set([...Object.keys(under), ...Object.keys(over)]);
  return Object.fromEntries([...keys].map((key) => [key, merged(under[key], over[key])]));
}

const problem = (name: string, expected: string, remedy: string): UserError =>
  new UserError({ where: "cloud", value: name, expected, remedy });
