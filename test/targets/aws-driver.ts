import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConnectOptions } from "../../clients/aws/account.ts";
import type { Limits } from "../../clients/aws/limits.ts";
import type { Image } from "../../images/model/image.ts";
import type { Provider } from "../../provider-sdk/provider.ts";
import { createProvider } from "../../provider/index.ts";
import { dailyOf, first, makeWorld, publish, type World } from "../../provider/mirror/world.fixture.ts";
import { awsRights } from "../../targets/aws/model/rights.ts";
import { awsTarget, type AwsPlace } from "../../targets/aws/model/target.ts";
import { Accounts, shareAccounts } from "../../targets/aws/provider/accounts.ts";
import { awsResources } from "../../targets/aws/resources.ts";
import type { AccountRegion } from "../peers/aws/cloud.ts";
import { AwsStandIn, type AwsFault } from "../peers/aws/server.ts";
import type { Moment, TargetDriver } from "./driver.ts";

/** How long clients wait: short enough for a test, and long enough on a busy machine. */
export const limits = {
  answer: 20_000,
  tries: 2,
  pause: 5,
  appears: 1_000,
  available: 120_000,
} satisfies Partial<Limits>;
export const ebsLimits = {
  answer: 20_000,
  tries: 2,
  pause: 5,
  longestPause: 20,
  unknown: 5_000,
  completion: 20_000,
  look: 5,
};

export const ownAccount = "903794441882";
export const outsider = "210987654321";

export const place: AwsPlace = {
  account: ownAccount,
  profile: "own",
  deletion: null,
  home: "eu-west-1",
  region: "eu-west-1",
  outsider: null,
  parameters: null,
  without: [],
  spareLaunched: 7,
};

/** An image that is published in a tree, and the credentials of each account. */
export interface PublishedForAws {
  world: World;
  image: Image;
  digest: string;
  /** Replaces the file of credentials by this text. */
  login: (credentials: string) => Promise<void>;
  end: () => Promise<void>;
}

const profiles = { own: "OWN", deleter: "DELETER", outsider: "OUTSIDER" };

export async function publishedForAws(image: Image = dailyOf(first, "ec2")): Promise<PublishedForAws> {
  const world = await makeWorld();
  const folder = await mkdtemp(join(tmpdir(), "cloud-images-aws-"));
  const entries = Object.entries(profiles).map(
    ([name, key]) => `[${name}]\naws_access_key_id = ${key}\naws_secret_access_key = s\n`,
  );
  let logins = 0;
  const login = async (credentials: string): Promise<void> => {
    // a new file each time, because the SDK reads a file once
    const file = join(folder, `credentials-${(logins += 1)}`);
    await writeFile(file, credentials, { mode: 0o600 });
    process.env["AWS_SHARED_CREDENTIALS_FILE"] = file;
  };
  await login(entries.join("\n"));
  process.env["AWS_CONFIG_FILE"] = join(folder, "config");
  const { build } = await publish(world, image);
  return {
    world,
    image,
    digest: build.digest,
    login,
    async end() {
      await rm(folder, { recursive: true });
      await world.end();
    },
  };
}

/** A cloud of one test, and providers that know nothing of the runs before. */
export interface AwsWorld {
  standIn: AwsStandIn;
  options: ConnectOptions;
  said: string[];
  provider: () => Promise<Provider>;
  has: (region: string) => AccountRegion;
}

export async function awsWorld({ world }: PublishedForAws): Promise<AwsWorld> {
  const standIn = await AwsStandIn.start();
  const { cloud } = standIn;
  cloud.accounts.set("OWN", ownAccount).set("DELETER", ownAccount).set("OUTSIDER", outsider);
  cloud.letShare(ownAccount, "eu-west-1", "ap-northeast-1", "eu-west-3");
  const options: ConnectOptions = { endpoint: standIn.url, limits, ebsLimits };
  const said: string[] = [];
  return {
    standIn,
    options,
    said,
    has: (region) => cloud.of(ownAccount, region),
    provider: () => providerWith(world, options, said),
  };
}

const faults: Readonly<Record<Moment, AwsFault>> = { before: "refused", during: "failed after", after: "reply lost" };

/** What is in AWS's place, our stand-in or moto, and what tests must see and spoil there. */
export interface AwsBehind extends Pick<
  TargetDriver,
  "outsider" | "owned" | "count" | "spoil" | "forestall" | "divide" | "calm" | "end"
> {
  url: string;
  /** The profile of the role that deletes, where there is one. */
  deletion?: string;
}

/** The driver of AWS's target, for one region. `appears`: milliseconds after which what was made counts as missing. */
export function awsDriver(
  { world, image, digest }: PublishedForAws,
  { url, deletion, ...behind }: AwsBehind,
  { appears = limits.appears }: Pick<Partial<Limits>, "appears"> = {},
): TargetDriver {
  return {
    resources: awsResources,
    target: awsTarget({ ...place, deletion: deletion ?? null }, { required: true }),
    foreign: awsTarget({ ...place, account: outsider }, { required: true }),
    image,
    digest,
    provider: () => providerWith(world, { endpoint: url, limits: { ...limits, appears }, ebsLimits }, []),
    ...behind,
  };
}

async function providerWith(world: World, options: ConnectOptions, said: string[]): Promise<Provider> {
  const process = {};
  shareAccounts(process, new Accounts(options));
  const provider = createProvider({ report: () => undefined, warn: (_urn, text) => said.push(text) }, process);
  await provider.configure({ tree: world.tree, staging: world.staging, jobs: 2 });
  return provider;
}

/** Our own stand-in, in AWS's place. */
export async function behindStandIn(published: PublishedForAws): Promise<AwsBehind> {
  const { standIn, has: hasIn } = await awsWorld(published);
  const has = hasIn(place.region);
  return {
    url: standIn.url,
    deletion: "deleter",
    async outsider() {
      const images = [...has.images.values()].filter((each) => each.public);
      return { listed: images.length > 0, startable: images.length > 0 };
    },
    async owned() {
      const images = [...has.images.values()];
      const loose = [...has.snapshots.values()].filter(({ id }) => images.every(({ snapshot }) => snapshot !== id));
      return [
        ...images.map(({ id, snapshot }) => ({ ref: id, whole: has.snapshots.get(snapshot)?.state === "completed" })),
        ...loose.map(({ id }) => ({ ref: id, whole: false })),
      ];
    },
    count: () => ({ uploads: standIn.count(/PutSnapshotBlock/), changes: standIn.changes }),
    divide() {
      standIn.roles.set("OWN", new Set(Object.keys(awsRights.publish)));
      standIn.roles.set("DELETER", new Set(Object.keys(awsRights.delete)));
    },
    forestall: () => standIn.trouble("second"),
    spoil: (moment) => standIn.trouble(faults[moment]),
    async calm() {
      standIn.calm();
    },
    end: () => standIn.end(),
  };
}
