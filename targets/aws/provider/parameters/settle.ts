import { deleteParameters, readParameters } from "../../../../clients/aws/parameters.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { passed } from "../../../image-at-target.ts";
import type { AwsParametersInputs, AwsParametersOutputs } from "../../model/resources.ts";
import { accountsOf } from "../accounts.ts";
import { inEach, upIn } from "../regions.ts";
import { leadTo } from "./lead.ts";

/** Points each region's names at that region's images, and reads them back. A name without a new image stays as it is. */
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
    await leadTo(region, wantedIn(news, images), news.dataType, signal);
    const gone = left.flatMap((arch) => namesOf(news, arch));
    await deleteParameters(region, gone, signal);
  });
  return kept(news, olds, { ...Object.fromEntries(before), ...results });
}

/** A name whose image is not there yet still leads to its former image. */
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

const wantedIn = (
  news: Pick<AwsParametersInputs, "paths">,
  images: Readonly<Record<string, string | null>>,
): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(images).flatMap(([arch, image]) =>
      image === null ? [] : namesOf(news, arch).map((name) => [name, image] as const),
    ),
  );

/**
 * The state, with changes by others as its results. A region without a name keeps its result: it was down when names were set.
 */
export async function readPointers(
  operation: Operation,
  olds: AwsParametersOutputs,
): Promise<AwsParametersOutputs | undefined> {
  const account = await accountsOf(operation).of(olds, operation.signal);
  const results = await Promise.all(
    Object.entries(olds.regions).map(async ([name, { images }]) => {
      const wanted = [...wantedIn(olds, images)];
      if (wanted.length === 0) return [];
      const found = await readParameters(
        account.region(name),
        wanted.map(([each]) => each),
        operation.signal,
      );
      const differing = wanted.filter(([each, image]) => found.get(each)?.value !== image).map(([each]) => each);
      return [[name, differing.length === 0 ? passed : `drifted: ${differing.join(", ")}`] as const];
    }),
  );
  return { ...olds, results: { ...olds.results, ...Object.fromEntries(results.flat()) } };
}

/** The names are deleted with their last image: those that are left lead to no public image. */
export async function removeParameters(operation: Operation, olds: AwsParametersOutputs): Promise<void> {
  const there = Object.entries(olds.regions).filter(([, { images }]) => Object.keys(images).length > 0);
  if (there.length === 0) return;
  const account = await accountsOf(operation).of(olds, operation.signal);
  for (const [name, { images }] of there)
    await deleteParameters(
      account.region(name),
      Object.keys(images).flatMap((arch) => namesOf(olds, arch)),
      operation.signal,
    );
}
