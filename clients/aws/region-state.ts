import {
  DescribeRegionsCommand,
  GetImageBlockPublicAccessStateCommand,
  GetSnapshotBlockPublicAccessStateCommand,
  paginateListImagesInRecycleBin,
} from "@aws-sdk/client-ec2";
import { GetServiceQuotaCommand } from "@aws-sdk/client-service-quotas";
import type { Region } from "./account.ts";
import { answered } from "./refusal.ts";

/** By region, whether the account has it: `opt-in-not-required`, `opted-in` or `not-opted-in`. */
export async function optInStates(region: Region, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const asked = region.ec2.send(new DescribeRegionsCommand({ AllRegions: true }), { abortSignal: signal });
  const { Regions: regions = [] } = await answered(`${region.name}: DescribeRegions`, asked, signal);
  return new Map(
    regions.flatMap(({ RegionName: name, OptInStatus: state }): [string, string][] =>
      name === undefined ? [] : [[name, state ?? "opt-in-not-required"]],
    ),
  );
}

/** Whether the account lets a region share images with everybody: `unblocked`, or `block-new-sharing`. */
export async function imageBlock({ name, ec2 }: Region, signal: AbortSignal): Promise<string> {
  const asked = ec2.send(new GetImageBlockPublicAccessStateCommand({}), { abortSignal: signal });
  const { ImageBlockPublicAccessState: state } = await answered(
    `${name}: GetImageBlockPublicAccessState`,
    asked,
    signal,
  );
  return state ?? "";
}

/** The same of snapshots, which may also be `block-all-sharing`: then what is shared already is not public either. */
export async function snapshotBlock({ name, ec2 }: Region, signal: AbortSignal): Promise<string> {
  const asked = ec2.send(new GetSnapshotBlockPublicAccessStateCommand({}), { abortSignal: signal });
  const { State: state } = await answered(`${name}: GetSnapshotBlockPublicAccessState`, asked, signal);
  return state ?? "";
}

/** Service Quotas' code of "Public AMIs", per region; 5 unless AWS raised it. */
const publicImages = { ServiceCode: "ec2", QuotaCode: "L-0E3CBAB9" } as const;

export async function publicImageQuota({ name, quotas }: Region, signal: AbortSignal): Promise<number | undefined> {
  const asked = quotas.send(new GetServiceQuotaCommand(publicImages), { abortSignal: signal });
  return (await answered(`${name}: GetServiceQuota`, asked, signal)).Quota?.Value;
}

/** Images in the Recycle Bin, which count for the quotas; AWS does not say which of them were public. */
export async function imagesInBin({ name, ec2 }: Region, signal: AbortSignal): Promise<number> {
  let count = 0;
  const read = async (): Promise<void> => {
    for await (const { Images: images = [] } of paginateListImagesInRecycleBin(
      { client: ec2 },
      {},
      { abortSignal: signal },
    ))
      count += images.length;
  };
  await answered(`${name}: ListImagesInRecycleBin`, read(), signal);
  return count;
}
