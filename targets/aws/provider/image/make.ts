import { UserError } from "../../../../images/model/errors.ts";
import type { Region } from "../../../../clients/aws/account.ts";
import { copyImage, registerImage, type Ami, type Copy } from "../../../../clients/aws/images.ts";
import { hasCode } from "../../../../clients/aws/refusal.ts";
import { ownSnapshots } from "../../../../clients/aws/snapshots.ts";
import { taggedWith } from "../../../../clients/aws/tags.ts";
import { until } from "../../../../clients/aws/wait.ts";
import { undefinedWhere } from "../../../../clients/undefined-where.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import type { AwsImageInputs } from "../../model/resources.ts";
import { digestTag, nameTag, tagsFor } from "../../model/tags.ts";
import { arrivalOf, arrived, isNothing } from "./arrival.ts";
import { discard } from "./discard.ts";
import { findWhole } from "./find.ts";
import { clientToken } from "./token.ts";
import { writeDisk } from "./write.ts";

/** Where Debian's images of EC2 find their disk. */
const rootDevice = "/dev/xvda";

/** The number of images that AWS may fail to make in a run and a region. */
const mostFailures = 3;

/** Sends the bytes, and makes an image of them; again, where AWS could not make it. */
export async function makeImage(operation: Operation, region: Region, news: AwsImageInputs): Promise<Ami> {
  for (let failures = 1; ; failures += 1) {
    const snapshot = (await wholeSnapshot(operation, region, news)) ?? (await writeDisk(operation, region, news));
    const id = await registered(operation, region, news, snapshot);
    if (id === undefined) return adoptedByName(operation, region, news);
    const arrival = await arrivalOf(operation, region, id);
    if (!isNothing(arrival) || failures >= mostFailures) return arrived(region, id, arrival);
    await discard(operation, region, arrival.failed, news);
  }
}

/** Undefined where an image has the name. */
const registered = (
  operation: Operation,
  region: Region,
  news: AwsImageInputs,
  snapshot: string,
): Promise<string | undefined> =>
  undefinedWhere((error) => hasCode(error, "InvalidAMIName.Duplicate"), register(operation, region, news, snapshot));

/** The complete snapshot of an earlier run: AWS completes one only with the checksum of all its blocks. */
async function wholeSnapshot(
  { signal }: Operation,
  region: Region,
  { name, digest }: AwsImageInputs,
): Promise<string | undefined> {
  const ours = await ownSnapshots(region, taggedWith({ [nameTag]: name, [digestTag]: digest }), signal);
  return ours.find(({ state, encrypted }) => state === "completed" && !encrypted)?.id;
}

/** Every parameter is stated, because AWS's defaults are i386 and paravirtual. */
const register = ({ signal }: Operation, region: Region, news: AwsImageInputs, snapshot: string): Promise<string> => {
  const { name, description, architecture, bootMode, imdsSupport, enaSupport, size } = news;
  const disk = { SnapshotId: snapshot, VolumeType: "gp3", VolumeSize: size, DeleteOnTermination: true } as const;
  return registerImage(
    region,
    {
      Name: name,
      Description: description,
      Architecture: architecture,
      BootMode: bootMode,
      ImdsSupport: imdsSupport,
      VirtualizationType: "hvm",
      EnaSupport: enaSupport,
      SriovNetSupport: "simple",
      RootDeviceName: rootDevice,
      BlockDeviceMappings: [{ DeviceName: rootDevice, Ebs: disk }],
      tags: tagsFor(news),
    },
    signal,
  );
};

/** The name is taken: by a call whose reply was lost. */
async function adoptedByName(operation: Operation, region: Region, news: AwsImageInputs): Promise<Ami> {
  const found = await appeared(operation, region, news);
  if (found !== undefined) return found;
  throw new UserError({
    where: `AWS ${region.name}: image ${news.name}`,
    value: "",
    expected: "the image that has this name, as AWS says",
    remedy: "wait some minutes until the name of a deregistered image is free again, and run again",
  });
}

/** An image of ours that an earlier call made, and that EC2 may not list yet; undefined where it never comes. */
function appeared(operation: Operation, region: Region, news: AwsImageInputs): Promise<Ami | undefined> {
  const { pause, appears: most } = region.limits;
  return until(() => findWhole(operation, region, news), { pause, most, signal: operation.signal });
}

/** The number of tokens that a run tries. Earlier runs used one for each copy that failed, and a day may have several runs. */
const mostRounds = 12;

/**
 * Lets a region make a copy of its own. The same call repeated gives the same copy. An earlier run may have had it copied from another
 * region: then it is waited for, before another token would make a twin.
 */
export async function copyTo(
  operation: Operation,
  region: Region,
  news: AwsImageInputs,
  from: Copy["from"],
): Promise<Ami> {
  const { name, description } = news;
  let failures = 0;
  for (let round = 0; round < mostRounds && failures < mostFailures; round += 1) {
    const token = clientToken({ ...news, region: region.name }, round);
    const id = await begin(operation, region, { from, name, description, token, tags: tagsFor(news) });
    if (id === undefined) {
      const made = await appeared(operation, region, news);
      if (made !== undefined) return made;
      continue;
    }
    const arrival = await arrivalOf(operation, region, id);
    if ("missing" in arrival) continue;
    if (!isNothing(arrival)) return arrived(region, id, arrival);
    failures += 1;
    await discard(operation, region, arrival.failed, news);
  }
  throw new UserError({
    where: `AWS ${region.name}: copy of ${from.id} from ${from.region}`,
    value: `${failures} copies that failed`,
    expected: "an available image",
    remedy: "see the Service Health Dashboard for that region, and run again",
  });
}

/** The id of the copy; undefined where the token was used for a copy of another source. */
async function begin({ signal, report }: Operation, region: Region, copy: Copy): Promise<string | undefined> {
  const { pause, available: most } = region.limits;
  const begun = await until(
    async () => {
      try {
        return { id: await copyImage(region, copy, signal) };
      } catch (error) {
        if (hasCode(error, "IdempotentParameterMismatch")) return { id: undefined };
        // AWS's limit is 20 concurrent copies in a region, or 5 in older accounts; they end by themselves
        if (!hasCode(error, "ResourceLimitExceeded", "PendingSnapshotLimitExceeded")) throw error;
        report(`${region.name}: waiting for other copies to end`);
        return undefined;
      }
    },
    { pause, most, signal },
  );
  if (begun !== undefined) return begun.id;
  throw new UserError({
    where: `AWS ${region.name}: copy of ${copy.from.id}`,
    value: `too many copies for ${most / 60_000} minutes`,
    expected: "a place among the copies that a region makes at once",
    remedy: "ask AWS for a higher quota of concurrent snapshot copies, and run again",
  });
}
