import type { Account, Region } from "../../../../clients/aws/account.ts";
import { deprecateImage, imageById, shareImage, type Ami } from "../../../../clients/aws/images.ts";
import { isSnapshotShared, shareSnapshot } from "../../../../clients/aws/snapshots.ts";
import { deleteParameters, readParameters } from "../../../../clients/aws/parameters.ts";
import { ifThere, isMissing, isRefused } from "../../../../clients/aws/refusal.ts";
import { until } from "../../../../clients/aws/wait.ts";
import { UserError } from "../../../../images/model/errors.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import type { AwsAccessInputs, AwsAccessOutputs, AwsIds } from "../../model/resources.ts";
import { passed } from "../../../image-at-target.ts";
import { accountsOf } from "../accounts.ts";
import { leadTo } from "../parameters/lead.ts";
import { inEach, upIn } from "../regions.ts";
import { deprecationOf, isSameMinute } from "./deprecation.ts";
import { outsidersView } from "./outsider.ts";

type Wanted = Pick<AwsAccessInputs, "name" | "deprecateOn"> & { isPublic: boolean; ids: AwsIds };

/** Shows or hides the image in each region that is up, and reads it back there. */
export async function settleAccess(
  operation: Operation,
  news: AwsAccessInputs,
  olds?: AwsAccessOutputs,
): Promise<AwsAccessOutputs> {
  refuseToForget(news, olds);
  const up = upIn(news.regions);
  const before = Object.entries(olds?.results ?? {}).filter(([region]) => news.regions[region] !== undefined);
  const former = (olds?.names ?? []).filter((each) => !news.names.includes(each));
  const done = (results: Record<string, string>): AwsAccessOutputs => ({
    ...news,
    names: isInAll(news, results) ? news.names : [...news.names, ...former],
    regions: asSettled(news, olds),
    results,
  });
  if (up.length === 0) return done(Object.fromEntries(before));
  const account = await accountsOf(operation).of(news, operation.signal);
  const there = up.flatMap(([region, { ids, ...each }]) => (ids === null ? [] : [[region, { ...each, ids }] as const]));
  const absent = up.flatMap(([region, { ids, isPublic }]): [string, string][] =>
    ids === null ? [[region, isPublic ? notThere : passed]] : [],
  );
  return operation.locks.run(`aws/${news.account}/${news.image}`, async () => {
    const results = await inEach(operation, there, async (name, { isPublic, ids }) => {
      const region = account.region(name);
      const wanted = { name: news.name, deprecateOn: news.deprecateOn, isPublic, ids };
      if (!isPublic) {
        await unname(region, [...news.names, ...former], operation.signal);
        return hide(operation, region, wanted);
      }
      await show(operation, region, wanted, news.outsider);
      await leadTo(region, new Map(news.names.map((each) => [each, ids.image])), news.dataType, operation.signal);
      await unname(region, former, operation.signal);
    });
    return done({ ...Object.fromEntries([...before, ...absent]), ...results });
  });
}

/** Whether this run finished in every region. Else the state keeps names that left the inputs, because one may still exist. */
const isInAll = ({ regions }: AwsAccessInputs, results: Readonly<Record<string, string>>): boolean =>
  Object.entries(regions).every(([region, { down }]) => down === undefined && results[region] === passed);

/** For a region that is down, the state keeps what was done there last, so that the next run does the rest. */
const asSettled = ({ regions }: AwsAccessInputs, olds: AwsAccessOutputs | undefined): AwsAccessInputs["regions"] =>
  Object.fromEntries(
    Object.entries(regions).flatMap(([region, wanted]) => {
      const settled = wanted.down === undefined ? wanted : olds?.regions[region];
      return settled === undefined ? [] : [[region, settled] as const];
    }),
  );

/** A region with a public image must stay in the configuration, or nothing would hide the image. */
function refuseToForget({ image, regions }: AwsAccessInputs, olds: AwsAccessOutputs | undefined): void {
  const left = Object.entries(olds?.regions ?? {}).find(([name, { isPublic }]) => isPublic && !(name in regions));
  if (left === undefined) return;
  throw new UserError({
    where: "cloud-images:targets.aws",
    value: "",
    expected: `the region ${left[0]}, where ${image} is public`,
    remedy: "name it below retired, which hides and removes what it has, and take it out when all of that is gone",
  });
}

/** Not in the cloud yet, or its set may not be shown there in this run. */
const notThere = "broken: it is not there yet";

/** From here on only the account sees it. Its bytes stay until their own resource is deleted. */
export async function hideEverywhere(operation: Operation, olds: AwsAccessOutputs): Promise<void> {
  const there = Object.entries(olds.regions).flatMap(([region, { ids }]) => (ids === null ? [] : [{ region, ids }]));
  if (there.length === 0) return;
  const account: Account = await accountsOf(operation).of(olds, operation.signal);
  await operation.locks.run(`aws/${olds.account}/${olds.image}`, async () => {
    const { name, deprecateOn } = olds;
    for (const { region, ids } of there) {
      await unname(account.region(region), olds.names, operation.signal);
      await hide(operation, account.region(region), { name, deprecateOn, isPublic: false, ids });
    }
  });
}

/**
 * The name is deleted first, so that no name leads to an image that its reader cannot start. Whoever may hide an image may do
 * this.
 */
async function unname(region: Region, names: readonly string[], signal: AbortSignal): Promise<void> {
  const there = await readParameters(region, names, signal);
  await deleteParameters(region, [...there.keys()], signal);
}

/**
 * In this order: the day of its deprecation, since a public image's may only become earlier (EC2 guide, ami-deprecate); the
 * snapshot, so that no image is public whose storage cannot be read (fck-nat#82); the image.
 */
async function show(operation: Operation, region: Region, wanted: Wanted, outsider: string | null): Promise<void> {
  const { signal } = operation;
  const ami = await present(operation, region, wanted);
  const at = deprecationOf(ami, wanted);
  // AWS refuses a past day, and sets one of its own
  if (!ami.public && !isSameMinute(ami.deprecation, at) && at.getTime() > Date.now())
    await deprecateImage(region, ami.id, at, signal);
  if (!(await isSnapshotShared(region, wanted.ids.snapshot, signal)))
    await shareSnapshot(region, wanted.ids.snapshot, true, signal);
  if (!ami.public) await shareOrNeither(region, wanted.ids, signal);
  await seenAs(operation, region, wanted);
  if (outsider !== null) await outsidersView(operation, region, wanted.ids, outsider);
}

/**
 * Where AWS refuses to show the image, its snapshot does not stay public alone. Where no answer came, it may be shown: the next
 * run looks.
 */
async function shareOrNeither(region: Region, { image, snapshot }: AwsIds, signal: AbortSignal): Promise<void> {
  try {
    await shareImage(region, image, true, signal);
  } catch (error) {
    if (isRefused(error)) await shareSnapshot(region, snapshot, false, signal);
    throw error;
  }
}

/** The image first: as long as it is public, its snapshot is. */
async function hide(operation: Operation, region: Region, wanted: Wanted): Promise<void> {
  const { signal } = operation;
  const { image, snapshot } = wanted.ids;
  const ami = await imageById(region, image, signal);
  if (ami?.public === true) await shareImage(region, image, false, signal);
  const shared = await ifThere(isSnapshotShared(region, snapshot, signal));
  if (shared === true) await shareSnapshot(region, snapshot, false, signal);
  await seenAs(operation, region, wanted);
}

/** The image, complete and ours. */
async function present({ signal }: Operation, region: Region, { name, ids }: Wanted): Promise<Ami> {
  const ami = await imageById(region, ids.image, signal);
  const isWhole = ami?.state === "available" && ami.name === name && ami.snapshot === ids.snapshot && !ami.encrypted;
  if (ami !== undefined && isWhole && ami.owner === region.account) return ami;
  throw new UserError({
    where: `AWS ${region.name}: image ${ids.image}`,
    value: ami === undefined ? "" : [ami.name, ami.state, ami.owner].join(", "),
    expected: `${name}, available, of the account ${region.account}, on the snapshot ${ids.snapshot}`,
    remedy: "run again after a refresh: the plan decides about a lost image; nothing was changed",
  });
}

/** AWS's state counts, not whether its reply came; it may be seen a little later. */
async function seenAs({ signal }: Operation, region: Region, { isPublic, ids, name }: Wanted): Promise<void> {
  const { pause, appears: most } = region.limits;
  const seen = await until(
    async () => {
      const ami = await imageById(region, ids.image, signal);
      const shared = await sharedOrGone(region, ids.snapshot, signal);
      return (ami?.public ?? false) === isPublic && shared === isPublic ? true : undefined;
    },
    { pause, most, signal },
  );
  if (seen === true) return;
  throw new UserError({
    where: `AWS ${region.name}: image ${name} (${ids.image})`,
    value: isPublic ? "not public" : "public",
    expected: `${isPublic ? "public" : "private"}, with its snapshot, as AWS was asked`,
    remedy: "see whether somebody else changes the image, and run again",
  });
}

async function sharedOrGone(region: Region, snapshot: string, signal: AbortSignal): Promise<boolean> {
  try {
    return await isSnapshotShared(region, snapshot, signal);
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
