import type { Region } from "../../../../clients/aws/account.ts";
import { imageById } from "../../../../clients/aws/images.ts";
import {
  deleteParameters,
  readParameters,
  writeParameter,
  type Parameter,
} from "../../../../clients/aws/parameters.ts";
import { until } from "../../../../clients/aws/wait.ts";
import { UserError } from "../../../../images/model/errors.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { passed } from "../../../image-at-target.ts";
import type { AwsParametersInputs, AwsParametersOutputs } from "../../model/resources.ts";
import { accountsOf, deletionLogin } from "../accounts.ts";
import { inEach, upIn } from "../regions.ts";

/** Leads each region's names to that region's images, and reads them back. A name without an image to lead to stays as it is. */
export async function settleParameters(
  operation: Operation,
  news: AwsParametersInputs,
  olds?: AwsParametersOutputs,
): Promise<AwsParametersOutputs> {
  const up = upIn(news.regions);
  const before = Object.entries(olds?.results ?? {}).filter(([region]) => news.regions[region] !== undefined);
  if (up.length === 0) return kept(news, olds, Object.fromEntries(before));
  const { signal } = operation;
  const account = await accountsOf(operation).of(news, signal);
  const results = await inEach(operation, up, async (name, { images }) => {
    const region = account.region(name);
    const left = Object.keys(olds?.regions[name]?.images ?? {}).filter((arch) => !(arch in images));
    await point(region, news, images, signal);
    const gone = left.flatMap((arch) => namesOf(news, arch));
    if (gone.length === 0) return;
    const deleter = await accountsOf(operation).of(deletionLogin(news), signal);
    await deleteParameters(deleter.region(name), gone, signal);
  });
  return kept(news, olds, { ...Object.fromEntries(before), ...results });
}

/** What an image that is not there yet was led to before is still what its name leads to. */
function kept(
  news: AwsParametersInputs,
  olds: AwsParametersOutputs | undefined,
  results: Record<string, string>,
): AwsParametersOutputs {
  const regions = Object.entries(news.regions).map(([name, region]) => {
    const old = olds?.regions[name]?.images ?? {};
    const isLeft = region.down !== undefined || results[name] !== passed;
    const images = Object.entries(region.images).map(([arch, image]) => [arch, image ?? old[arch] ?? null] as const);
    return [name, { ...region, images: isLeft ? old : Object.fromEntries(images) }] as const;
  });
  return { ...news, regions: Object.fromEntries(regions), results };
}

const namesOf = ({ paths }: Pick<AwsParametersInputs, "paths">, arch: string): string[] =>
  paths.map((path) => `${path}/${arch}`);

async function point(
  region: Region,
  news: AwsParametersInputs,
  images: Readonly<Record<string, string | null>>,
  signal: AbortSignal,
): Promise<void> {
  const wanted = new Map(
    Object.entries(images).flatMap(([arch, image]) =>
      image === null ? [] : namesOf(news, arch).map((name) => [name, image] as const),
    ),
  );
  const found = await readParameters(region, [...wanted.keys()], signal);
  const moving = [...wanted].filter(([name, image]) => found.get(name)?.value !== image);
  for (const image of new Set(moving.map(([, each]) => each))) await refusePrivate(region, image, signal);
  for (const [name, value] of moving) {
    const old = found.get(name);
    const dataType = typeOf(region, name, news.dataType, old);
    await writeParameter(region, { name, value, dataType, exists: old !== undefined }, signal);
  }
  await readBack(region, new Map(moving), signal);
}

/** An existing name keeps its type: AWS cannot change it in place (twoliter#495), and deleting it would leave users without it. */
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
    remedy: "run again: the plan says what becomes of the image; no parameter was moved",
  });
}

/** PutParameter answers before AWS has checked an image's id, and then may not write it (aws-sdk-java#2919). */
async function readBack(region: Region, wanted: ReadonlyMap<string, string>, signal: AbortSignal): Promise<void> {
  if (wanted.size === 0) return;
  const { pause, appears: most } = region.limits;
  let missing: string[] = [];
  const done = await until(
    async () => {
      const found = await readParameters(region, [...wanted.keys()], signal);
      missing = [...wanted].flatMap(([name, value]) => (found.get(name)?.value === value ? [] : [name]));
      return missing.length === 0 ? true : undefined;
    },
    { pause, most, signal },
  );
  if (done === true) return;
  throw new UserError({
    where: `AWS ${region.name}: parameters ${missing.join(", ")}`,
    value: "the former value",
    expected: "the new one, after AWS accepted it",
    remedy: "give the role ec2:DescribeImages, without which AWS writes no image's id and says nothing; then run again",
  });
}

/** The state, with what somebody changed as its results. */
export async function readPointers(
  operation: Operation,
  olds: AwsParametersOutputs,
): Promise<AwsParametersOutputs | undefined> {
  const account = await accountsOf(operation).of(olds, operation.signal);
  const results = await Promise.all(
    Object.entries(olds.regions).map(async ([name, { images }]) => {
      const wanted = Object.entries(images).flatMap(([arch, image]) =>
        image === null ? [] : namesOf(olds, arch).map((each) => [each, image] as const),
      );
      const found = await readParameters(
        account.region(name),
        wanted.map(([each]) => each),
        operation.signal,
      );
      const differing = wanted.filter(([each, image]) => found.get(each)?.value !== image).map(([each]) => each);
      return [name, differing.length === 0 ? passed : `drifted: ${differing.join(", ")}`] as const;
    }),
  );
  return { ...olds, results: Object.fromEntries(results) };
}

/** The names go with their last image: what is left here leads to nothing that is public. */
export async function removeParameters(operation: Operation, olds: AwsParametersOutputs): Promise<void> {
  const there = Object.entries(olds.regions).filter(([, { images }]) => Object.keys(images).length > 0);
  if (there.length === 0) return;
  const account = await accountsOf(operation).of(deletionLogin(olds), operation.signal);
  for (const [name, { images }] of there)
    await deleteParameters(
      account.region(name),
      Object.keys(images).flatMap((arch) => namesOf(olds, arch)),
      operation.signal,
    );
}
