import { readFile } from "node:fs/promises";
import { annotated } from "../images/builds/annotate.ts";
import { withoutCredential } from "../images/builds/credentials.ts";
import { buildFacts, parseBuild } from "../images/builds/manifest.ts";
import { pythonJson } from "../images/formats/python-json.ts";
import { UserError } from "../images/model/errors.ts";
import { buildFile } from "../images/tree/files.ts";
import { findBuilds } from "../storage/artifacts/builds.ts";
import { replaceFile } from "../storage/files/atomic.ts";
import { originByPipeline, originHere, type OriginOf } from "./annotate/origins.ts";
import { WrongUse } from "./setup/errors.ts";
import { annotate as usage } from "./usage/making.mjs";
import { readArguments, type Arguments } from "./usage/read-arguments.ts";

type Values = Arguments<typeof usage.options>["values"];

/** Writes where builds come from into their manifests. */
export async function main(args: string[]): Promise<number> {
  const { values, operands } = readArguments(usage, args);
  const [folder, ...others] = operands;
  if (folder === undefined || others.length > 0) throw new WrongUse("expected one folder of builds");
  const builds = (await findBuilds(folder))?.builds.filter(({ present }) => present.has("json")) ?? [];
  if (builds.length === 0) throw new WrongUse(`${folder}: expected a folder with builds (NAME.build.json)`);
  const originOf = await originsFor(values);
  let unknown = 0;
  for (const { source, base } of builds) {
    const job = await annotateBuild(buildFile(source, "json"), originOf);
    console.log(`${base}: ${job ?? "origin unknown, left as it was"}`);
    if (job === undefined) unknown += 1;
  }
  return unknown === 0 ? 0 : 1;
}

function originsFor({ pipeline, gitlab, project, ...values }: Values): Promise<OriginOf> | OriginOf {
  const { command, fai, "config-space": configSpace } = values;
  if (pipeline === undefined) return originHere(process.env, { command, fai, configSpace });
  if (project === undefined || !/^[1-9]\d*$/.test(pipeline))
    throw new WrongUse("--pipeline: expected a pipeline's number, and --project with the project's path");
  const token = process.env["CLOUD_IMAGES_GITLAB_TOKEN"] || null;
  return originByPipeline({ gitlab, project, id: Number(pipeline), token });
}

/** Answers the job, or its commit; undefined where the origin is not known. */
async function annotateBuild(file: string, originOf: OriginOf): Promise<string | undefined> {
  const text = await readFile(file, "utf8");
  const build = parseBuild(text, file);
  const origin = originOf(build);
  if (origin === undefined) return undefined;
  const { job: said, command, fai, configSpace, found } = origin;
  for (const value of [said, command, fai, configSpace, found]) refuseCredential(file, value);
  const after = annotated(build, origin);
  const written = pythonJson(after);
  if (written !== text) await replaceFile(file, written);
  const { job, commit } = buildFacts(after);
  return job ?? commit ?? undefined;
}

/** The manifest is published. */
function refuseCredential(where: string, value: string | null): void {
  if (value === null || withoutCredential(value) === value) return;
  throw new UserError({
    where,
    value: withoutCredential(value),
    expected: "an origin without a credential, since the manifest is published",
    remedy: "give --command without it, and revoke it where it was printed",
  });
}
