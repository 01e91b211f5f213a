import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { regions as everyRegion } from "../../../targets/aws/model/regions.ts";
import { Accounts, shareAccounts } from "../../../targets/aws/provider/accounts.ts";
import type { AccountRegion, StoredImage } from "../../peers/aws/cloud.ts";
import { AwsStandIn } from "../../peers/aws/server.ts";
import { ebsLimits, limits } from "../../targets/aws-driver.ts";
import type { Connections } from "../line.ts";
import { imageIn, markAt, markOf, type DaysCloud, type Held, type Lead } from "../sight.ts";

/** Long enough for a copy to be seen: with many regions at once it takes longer, and must not be made again. */
const patient = { ...limits, appears: 60_000, available: 60_000 };

const blockSize = 512 << 10;

/** An account that has enabled these regions alone. The last one is discovered, and can go down. */
export async function awsCloud(
  connections: Connections,
  { account, regions }: { account: string; regions: readonly string[] },
): Promise<DaysCloud> {
  const standIn = await AwsStandIn.start();
  const { cloud } = standIn;
  cloud.accounts.set("OWN", account);
  cloud.slowness = { imageHidden: 1, imagePending: 1 };
  cloud.letShare(account, ...regions);
  for (const region of everyRegion) cloud.optIn.set(region, "not-opted-in");
  for (const region of regions) {
    cloud.optIn.set(region, "opted-in");
    cloud.of(account, region).publicQuota = 200;
  }
  const url = await connections.line(standIn.url);
  const folder = await mkdtemp(path.join(tmpdir(), "cloud-images-days-"));
  const credentials = path.join(folder, "credentials");
  await writeFile(credentials, "[own]\naws_access_key_id = OWN\naws_secret_access_key = s\n", { mode: 0o600 });
  const last = regions.at(-1) ?? "";
  return {
    environment: { AWS_ENDPOINT_URL: url, AWS_SHARED_CREDENTIALS_FILE: credentials },
    takes: "ec2",
    required: regions.slice(0, -1).map((region) => `aws-${region}`),
    bestEffort: [`aws-${last}`],
    settings: {
      account,
      profile: "own",
      home: regions[0],
      regions: regions.slice(0, -1),
      bestEffort: "others",
      parameters: { prefix: "/debian" },
    },
    share: (process) => shareAccounts(process, new Accounts({ endpoint: url, limits: patient, ebsLimits })),
    look: () => ({
      leads: regions.flatMap((region) => leadsIn(cloud.of(account, region), `aws-${region}`)),
      held: regions.flatMap((region) => heldIn(cloud.of(account, region), `aws-${region}`)),
      loose: regions.flatMap((region) => looseIn(cloud.of(account, region), `aws-${region}`)),
    }),
    strayCalls: () =>
      standIn.calls
        .filter((each) => each.account !== account && each.call !== "GetCallerIdentity")
        .map(({ account: other, region, call }) => `${other ?? "nobody"} ${region} ${call}`),
    stranger: (isOne) => void cloud.accounts.set("OWN", isOne ? "210987654321" : account),
    down: () => void cloud.unreachable.add(last),
    up: () => cloud.unreachable.clear(),
    async end() {
      await standIn.end();
      await rm(folder, { recursive: true });
    },
  };
}

function leadsIn({ parameters, images, snapshots }: AccountRegion, target: string): Lead[] {
  return [...parameters].map(([name, { value }]) => {
    const image = images.get(value);
    const wrong =
      image === undefined
        ? `${value}, which is not there`
        : (wrongOf(image, snapshots) ?? (image.public ? undefined : "a private image"));
    return { from: `${target} ${name}`, version: imageIn(image?.name ?? "", "ec2").version, wrong };
  });
}

const heldIn = ({ images, snapshots }: AccountRegion, target: string): Held[] =>
  [...images.values()].map((image) => {
    const { member, version } = imageIn(image.name, "ec2");
    return { target, image: `${member} ${version}`, isPublic: image.public, wrong: wrongOf(image, snapshots) };
  });

function looseIn({ images, snapshots }: AccountRegion, target: string): string[] {
  const used = new Set([...images.values()].map(({ snapshot }) => snapshot));
  return [...snapshots.keys()].filter((id) => !used.has(id)).map((id) => `${target} ${id}`);
}

/** Why an image is not whole. A public image whose snapshot is private counts as broken, because nobody can copy it (fck-nat#82). */
function wrongOf(image: StoredImage, snapshots: AccountRegion["snapshots"]): string | undefined {
  const { member, version } = imageIn(image.name, "ec2");
  const snapshot = snapshots.get(image.snapshot);
  if (snapshot?.state !== "completed") return `the snapshot of ${image.name} is ${snapshot?.state ?? "missing"}`;
  if (image.public && !snapshot.public) return `the snapshot of ${image.name} is private`;
  if (image.state !== "available") return `${image.name} is ${image.state}`;
  const mark = markOf(member, version);
  const block = snapshot.blocks.get(markAt / blockSize);
  return block?.subarray(0, mark.length).equals(mark) === true ? undefined : `${image.name} has other bytes`;
}
