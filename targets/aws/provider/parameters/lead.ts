import type { Region } from "../../../../clients/aws/account.ts";
import { imageById } from "../../../../clients/aws/images.ts";
import { readParameters, writeParameter, type Parameter, type Writing } from "../../../../clients/aws/parameters.ts";
import { hasCode } from "../../../../clients/aws/refusal.ts";
import { until } from "../../../../clients/aws/wait.ts";
import { UserError } from "../../../../images/model/errors.ts";

/** Points names at images that are public, and reads them back. `dataType`: of new names; null: text. */
export async function leadTo(
  region: Region,
  wanted: ReadonlyMap<string, string>,
  dataType: string | null,
  signal: AbortSignal,
): Promise<void> {
  const found = await readParameters(region, [...wanted.keys()], signal);
  const moving = [...wanted].filter(([name, image]) => found.get(name)?.value !== image);
  for (const image of new Set(moving.map(([, each]) => each))) await refusePrivate(region, image, signal);
  const writings = moving.map(([name, value]): Writing => {
    const old = found.get(name);
    return { name, value, dataType: typeOf(region, name, dataType, old), exists: old !== undefined };
  });
  for (const writing of writings) await written(region, writing, signal);
  await readBack(region, writings, signal);
}

/** Two runs that write one name at the same time are refused (SSM API, TooManyUpdates): each writes the same, a little later. */
async function written(region: Region, writing: Writing, signal: AbortSignal): Promise<void> {
  const { pause, appears: most } = region.limits;
  let refused: unknown;
  const write = async (): Promise<true | undefined> => {
    try {
      await writeParameter(region, writing, signal);
      return true;
    } catch (error) {
      if (!hasCode(error, "TooManyUpdates")) throw error;
      refused = error;
      return undefined;
    }
  };
  if ((await until(write, { pause, most, signal })) === undefined) throw refused;
}

/**
 * An existing name keeps its type: AWS cannot change it in place (twoliter#495), and deleting it would leave users without it.
 */
function typeOf(region: Region, name: string, wanted: string | null, old: Parameter | undefined): string {
  if (old === undefined) return wanted ?? "text";
  if (wanted === null || wanted === old.dataType) return old.dataType;
  throw new UserError({
    where: `AWS ${region.name}: parameter ${name}`,
    value: old.dataType,
    expected: `the data type ${wanted}, as cloud-images:targets.aws.parameters.dataType says`,
    remedy: `write ${old.dataType} or nothing there: AWS does not change the type of a name`,
  });
}

/** No name ever leads to an image that its reader cannot start. */
async function refusePrivate(region: Region, image: string, signal: AbortSignal): Promise<void> {
  const ami = await imageById(region, image, signal);
  if (ami?.public === true && ami.state === "available") return;
  throw new UserError({
    where: `AWS ${region.name}: image ${image}`,
    value: ami === undefined ? "" : `${ami.state}, ${ami.public ? "public" : "private"}`,
    expected: "an available and public image, before a parameter names it",
    remedy: "run again: the plan decides about the image; no parameter was moved",
  });
}

/**
 * PutParameter answers before AWS has checked an image's id, and then may not write it (aws-sdk-java#2919). A new name that is not there is
 * written again at each look: within 30 seconds of a name's deletion a new one of it may come to nothing (SSM API, DeleteParameter).
 */
async function readBack(region: Region, writings: readonly Writing[], signal: AbortSignal): Promise<void> {
  if (writings.length === 0) return;
  const names = writings.map(({ name }) => name);
  const { pause, appears: most } = region.limits;
  let missing: Writing[] = [];
  const done = await until(
    async () => {
      const found = await readParameters(region, names, signal);
      missing = writings.filter(({ name, value }) => found.get(name)?.value !== value);
      for (const writing of missing)
        if (!writing.exists && !found.has(writing.name)) await written(region, writing, signal);
      return missing.length === 0 ? true : undefined;
    },
    { pause, most, signal },
  );
  if (done === true) return;
  throw new UserError({
    where: `AWS ${region.name}: parameters ${missing.map(({ name }) => name).join(", ")}`,
    value: missing.every(({ exists }) => exists) ? "the former value" : "not there",
    expected: "the new one, after AWS accepted it",
    remedy: "give the role ec2:DescribeImages, without which AWS writes no image's id and says nothing; then run again",
  });
}
