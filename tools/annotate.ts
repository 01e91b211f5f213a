import { annotated } from "../images/builds/annotate.ts";
import { withoutCredential } from "../images/credentials/credentials.ts";
import { buildFacts, parseBuild, type Build } from "../images/builds/manifest.ts";
import { pythonJson } from "../images/formats/python-json.ts";
import type { OwnVendors } from "../images/model/definitions/vendors.ts";
import { describeProblem, UserError } from "../images/model/errors.ts";
import { isVersion } from "../images/model/version.ts";
import { buildFile, mostBytes } from "../images/tree/files.ts";
import { readArtifactText } from "../storage/artifacts/artifact-file.ts";
import { findBuilds } from "../storage/artifacts/builds.ts";
import { replaceFile } from "../storage/files/atomic.ts";
import { explained } from "../storage/files/fault.ts";
import { originByPipeline, originHere, type OriginOf } from "./annotate/origins.ts";
import type { PublicationSettings } from "../stacks/config.ts";
import { backendUrl } from "./engine/state/backend.ts";
import { readSettings } from "./engine/stack-file.ts";
import { WrongUse } from "./setup/errors.ts";
import { annotate as usage } from "./usage/making.mjs";
import { readArguments, type Arguments } from "./usage/read-arguments.ts";

type Values = Arguments<typeof usage.options>["values"];

/** Writes into the manifests of builds where the builds come from. A build whose manifest cannot be used stops no other. */
export async function main(args: string[]): Promise<number> {
  const { values, operands } = readArguments(usage, args);
  const { version } = values;
  if (version !== undefined && !isVersion(version))
    throw new WrongUse(`--version ${JSON.stringify(version)}: expected a version, as 20260717-2542`);
  refuseWithout(values);
  const { folder, originOf, vendors } = await requestOf(values, operands);
  const { builds: found, problems } = (await findBuilds(folder)) ?? { builds: [], problems: [] };
  const isWanted = (base: string): boolean => version === undefined || base.endsWith(`-${version}`);
  const builds = found.filter(({ base, present }) => present.has("json") && isWanted(base));
  for (const problem of problems) console.error(`refused: ${describeProblem(problem)}`);
  if (builds.length === 0)
    throw new WrongUse(`${folder}: expected a folder with builds (NAME.build.json) ${version ?? ""}`.trimEnd());
  let unknown = 0;
  let refused = problems.length;
  for (const { source, base } of builds) {
    try {
      const job = await annotateBuild(buildFile(source, "json"), originOf, vendors);
      console.log(`${base}: ${job ?? "origin unknown, left as it was"}`);
      if (job === undefined) unknown += 1;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      console.error(`refused: ${error.message}`);
      refused += 1;
    }
  }
  if (unknown > 0) console.error(values.pipeline === undefined ? notHere : notInPipeline);
  return unknown + refused === 0 ? 0 : 1;
}

/** An option that only another one gives a meaning would be dropped in silence, and a manifest would say the wrong thing. */
function refuseWithout(values: Values): void {
  const { stack, pipeline } = values;
  const without = (option: keyof Values, where: string): void => {
    if (values[option] !== undefined) throw new WrongUse(`--${option}: expected to be left out ${where}`);
  };
  if (stack === undefined) without("config-file", "without --stack");
  for (const option of pipeline === undefined ? (["project", "gitlab"] as const) : [])
    without(option, "without --pipeline");
  for (const option of pipeline === undefined ? [] : (["command", "fai", "config-space"] as const))
    without(option, "with --pipeline: only the build's own job knows it");
}

const notHere =
  "no origin: CI_JOB_URL and CI_COMMIT_SHA are not set; run it in the build's own job, or name that one's --pipeline";
const notInPipeline =
  "no origin: among the pipeline's jobs that succeeded, not one alone has the word build and the build's release, vendor and arch in its name";

interface Request {
  folder: string;
  originOf: OriginOf;
  /** The stack's own ones. */
  vendors: OwnVendors;
}

/** The folder of builds, and how their origin is found. */
async function requestOf(values: Values, operands: readonly string[]): Promise<Request> {
  const { stack, pipeline, command, fai, "config-space": configSpace } = values;
  const { artifacts, builds, vendors } = stack === undefined ? nothingSet : settingsOf(stack, values["config-file"]);
  const [folder = artifacts, ...others] = operands;
  if (folder === null || others.length > 0) throw new WrongUse("expected one folder of builds, or --stack");
  if (pipeline === undefined)
    return { folder, originOf: originHere(process.env, { command, fai, configSpace }), vendors };
  const project = values.project ?? builds.project;
  const gitlab = values.gitlab ?? builds.gitlab ?? "https://salsa.debian.org";
  if (project === null || !/^[1-9]\d*$/.test(pipeline))
    throw new WrongUse("--pipeline: expected a pipeline's number, and --project with the project's path");
  const token = process.env["CLOUD_IMAGES_GITLAB_TOKEN"] || null;
  return { folder, originOf: await originByPipeline({ gitlab, project, id: Number(pipeline), token }), vendors };
}

const nothingSet = { artifacts: null, builds: { gitlab: null, project: null }, vendors: {} };

const settingsOf = (stack: string, configFile: string | undefined): PublicationSettings =>
  readSettings({ stack, configFile: configFile ?? null, backend: backendUrl(stack, process.env) });

/** Returns the job, or its commit; undefined if the origin is not known. */
async function annotateBuild(file: string, originOf: OriginOf, vendors: OwnVendors): Promise<string | undefined> {
  const text = await readArtifactText(file, mostBytes.json);
  const build = parseBuild(text, file);
  const origin = originOf(build);
  if (origin === undefined) return saidOf(build);
  const { job: said, command, fai, configSpace, found } = origin;
  for (const value of [said, command, fai, configSpace, found]) refuseCredential(file, value);
  const after = annotated(build, origin, vendors);
  // with nothing to add, its bytes stay, whoever wrote them
  const written = pythonJson(after);
  if (written !== pythonJson(build)) await explained(file, () => replaceFile(file, written));
  return saidOf(after);
}

function saidOf(build: Build): string | undefined {
  const { job, commit } = buildFacts(build);
  return job ?? commit ?? undefined;
}

/** Throws a UserError for a credential, because the manifest is published. */
function refuseCredential(where: string, value: string | null): void {
  if (value === null || withoutCredential(value) === value) return;
  throw new UserError({
    where,
    value: withoutCredential(value),
    expected: "an origin without a credential, since the manifest is published",
    remedy: "give --command without it; revoke it if it was printed",
  });
}
