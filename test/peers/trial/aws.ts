import type { AccountRegion } from "../aws/cloud.ts";
import { AwsStandIn } from "../aws/server.ts";
import type { TrialCloud } from "./trial-cloud.ts";

const account = "903794441882";
const regions = ["eu-west-1", "us-east-1"];

interface Kept {
  next: number;
  regions: Readonly<Record<string, Partial<AccountRegion>>>;
}

/** Starts AWS for a trial: Debian's account of dailies, in two regions. */
export async function startAws(kept: Kept | undefined): Promise<TrialCloud> {
  const standIn = await AwsStandIn.start();
  const { cloud } = standIn;
  cloud.accounts.set("TRIAL", account);
  cloud.continueAfter(kept?.next ?? 0);
  cloud.letShare(account, ...regions);
  for (const region of regions) Object.assign(cloud.of(account, region), kept?.regions[region], { publicQuota: 100 });
  return {
    environment: {
      AWS_ENDPOINT_URL: standIn.url,
      AWS_ACCESS_KEY_ID: "TRIAL",
      AWS_SECRET_ACCESS_KEY: "trial",
    },
    settings: { account, home: "eu-west-1", regions, parameters: { prefix: "/debian" } },
    seen: () => regions.flatMap((region) => seenIn(cloud.of(account, region)).map((line) => `${region}  ${line}`)),
    takeDown(region) {
      if (regions.includes(region)) cloud.unreachable.add(region);
      return regions.includes(region);
    },
    kept: (): Kept => ({
      next: cloud.made,
      regions: Object.fromEntries(
        regions.map((region) => [region, Object.fromEntries(Object.entries(cloud.of(account, region)))]),
      ),
    }),
    end: () => standIn.end(),
  };
}

function seenIn({ images, parameters }: AccountRegion): string[] {
  const newest = [...parameters].filter(([name]) => name.includes("/latest/"));
  return [
    ...[...images.values()].filter((image) => image.public).map(({ id, name }) => `${id}  ${name}`),
    ...newest.map(([name, { value }]) => `${value}  ${name}`),
  ];
}
