import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { installedPackages } from "../../images/packages/dpkg-status.ts";
import { UserError } from "../../images/model/errors.ts";
import { parseBuild, parseManifest } from "../../images/builds/manifest.ts";
import { statusOrNothing } from "../../stacks/publication/facts/tree/contents.ts";
import { fetchOptionalText, fetchText, isAddress } from "../../stacks/publication/facts/tree/fetch-text.ts";
import { explained, ifPresent } from "../../storage/files/fault.ts";
import { imageOf, type Operand, type Side } from "./side.ts";

/** Reads a build.json, a published manifest or a dpkg-status, from this machine or a server. Throws a UserError. */
export async function fromFile(location: string): Promise<Operand> {
  const text = await readText(location);
  if (text === undefined) throw missing(location);
  const side = text.trimStart().startsWith("{") ? await fromManifest(location, text) : fromStatus(location, text);
  return { name: location, isSet: false, sides: [side] };
}

async function fromManifest(location: string, text: string): Promise<Side> {
  const build = /"kind":\s*"List"/.test(text) ? parseManifest(text, location).items[0] : parseBuild(text, location);
  const status = await readStatus(statusBeside(location));
  const dpkgStatus = status === undefined ? null : statusOrNothing(status);
  return { name: location, image: imageOf(build), contents: { packages: build.data.packages, dpkgStatus } };
}

/** Keeps the URL's query: a server may need it for each of its files. */
function statusBeside(location: string): string {
  if (!isAddress(location)) return statusOf(location);
  const url = new URL(location);
  url.pathname = statusOf(url.pathname);
  return url.href;
}

const statusOf = (path: string): string => path.replace(/(\.build)?\.json$/, "") + ".dpkg-status";

function fromStatus(location: string, text: string): Side {
  const packages = installedPackages(text);
  if (packages.length === 0) throw neither(location, text);
  return { name: location, image: null, contents: { packages, dpkgStatus: text } };
}

const named = { expected: "a file that can be read", remedy: "try again, or name another URL" };

const readStatus = (location: string): Promise<string | undefined> =>
  isAddress(location) ? fetchOptionalText(location, named) : readText(location);

async function readText(location: string): Promise<string | undefined> {
  if (isAddress(location)) return fetchText(location, named);
  if (isFolder(location)) throw folder(location);
  return explained(location, () => ifPresent(readFile(location, "utf8")));
}

const isFolder = (location: string): boolean => statSync(location, { throwIfNoEntry: false })?.isDirectory() === true;

const folder = (location: string): UserError =>
  new UserError({
    where: location,
    value: "a folder",
    expected: "a build.json, a published manifest or a dpkg-status",
    remedy: "name one of its files",
  });

const missing = (location: string): UserError =>
  new UserError({
    where: location,
    value: "missing",
    expected: "a build.json, a published manifest or a dpkg-status; or a version in the tree, as 20260717-2542",
    remedy: "correct the path, the URL or the version",
  });

const neither = (location: string, text: string): UserError =>
  new UserError({
    where: location,
    value: text.slice(0, 40),
    expected: "a manifest (JSON), or what `dpkg -s` says, with one installed package at least",
    remedy: "name another file",
  });
