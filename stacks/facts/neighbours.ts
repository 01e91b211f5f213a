import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, YAMLParseError } from "yaml";
import { z } from "zod";
import { UserError } from "../../images/errors.ts";
import { neighbourOf, sharedClouds, type Neighbour } from "../config/neighbours.ts";
import { ownValues, type PublicationSettings } from "../config.ts";

const fileSchema = z.looseObject({ config: z.record(z.string(), z.unknown()) });

/** Throws a UserError where another stack's file in the project's folder has the other channel's images go to a cloud of this stack. */
export async function refuseSharedClouds(settings: PublicationSettings, folder = process.cwd()): Promise<void> {
  if (settings.targets.openstack.length === 0) return;
  const problems = sharedClouds(settings, await neighboursIn(folder));
  if (problems.length > 0) throw new UserError(...problems);
}

async function neighboursIn(folder: string): Promise<Neighbour[]> {
  const files = (await readdir(folder)).filter((file) => /^Pulumi\..+\.yaml$/.test(file)).toSorted();
  const read = await Promise.all(files.map((file) => neighbourIn(folder, file)));
  return read.filter((neighbour) => neighbour !== undefined);
}

async function neighbourIn(folder: string, file: string): Promise<Neighbour | undefined> {
  const text = await readFile(join(folder, file), "utf8");
  try {
    const { data } = fileSchema.safeParse(parse(text));
    return data === undefined ? undefined : neighbourOf(file, ownValues(data.config));
  } catch (error) {
    // what is no YAML its own stack complains of
    if (error instanceof YAMLParseError) return undefined;
    throw error;
  }
}
