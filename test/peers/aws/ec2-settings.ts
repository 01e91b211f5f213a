import type { Action } from "./ec2.ts";
import { found } from "./late-setting.ts";

/** What an account's owner sets for a region. */
export const settings: Readonly<Record<string, Action>> = {
  DescribeRegions: (cloud) => ({
    regionInfo: [...cloud.optIn].map(([regionName, optInStatus]) => ({ regionName, optInStatus })),
  }),
  GetImageBlockPublicAccessState: (cloud, { account, region }) => ({
    imageBlockPublicAccessState: found(cloud.of(account, region).imageBlock),
  }),
  GetSnapshotBlockPublicAccessState: (cloud, { account, region }) => ({
    state: found(cloud.of(account, region).snapshotBlock),
  }),
  ListImagesInRecycleBin: (cloud, { account, region }) => ({
    imageSet: [...cloud.of(account, region).bin.values()].map(({ id, name }) => ({ imageId: id, name })),
  }),
};
