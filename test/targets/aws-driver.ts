import type { ConnectOptions } from "../../clients/aws/account.ts";
import type { Limits } from "../../clients/aws/limits.ts";
import type { Image } from "../../images/model/image.ts";
import { createProvider } from "../../provider/index.ts";
import type { World } from "../../provider/mirror/world.fixture.ts";
import { awsTarget, type AwsPlace } from "../../targets/aws/model/target.ts";
import { Accounts, shareAccounts } from "../../targets/aws/provider/accounts.ts";
import { awsResources } from "../../targets/aws/resources.ts";
import { AwsStandIn, type AwsFault } from "../peers/aws/server.ts";
import type { Moment, TargetDriver } from "./driver.ts";

/** Short enough for a test, long enough for a busy machine. */
const limits: Partial<Limits> = { answer: 20_000, tries: 2, pause: 5, appears: 2_000, available: 20_000 };

export const ownAccount = "903794441882";
export const outsider = "210987654321";

export const place: AwsPlace = {
  account: ownAccount,
  profile: null,
  home: "eu-west-1",
  region: "eu-west-1",
  outsider: null,
  without: [],
  spareLaunched: 7,
};

/** A published image in a tree. */
export interface PublishedForAws {
  world: World;
  image: Image;
  digest: string;
}

const faults: Readonly<Record<Moment, AwsFault>> = { before: "refused", during: "failed after", after: "reply lost" };

/** Drives AWS's target, for one region, against its stand-in. */
export async function awsDriver({ world, image, digest }: PublishedForAws): Promise<TargetDriver> {
  const standIn = await AwsStandIn.start();
  const { cloud } = standIn;
  cloud.accounts.set("OWN", ownAccount).set("OUTSIDER", outsider);
  const options: ConnectOptions = {
    endpoint: standIn.url,
    limits,
    ebsLimits: { answer: 20_000, tries: 2, pause: 5, longestPause: 20, unknown: 5_000, completion: 20_000, look: 5 },
    credentials: { accessKeyId: "OWN", secretAccessKey: "s" },
  };
  const has = cloud.of(ownAccount, place.region);
  return {
    resources: awsResources,
    target: awsTarget(place, { required: true }),
    foreign: awsTarget({ ...place, account: outsider }, { required: true }),
    image,
    digest,
    async provider() {
      const process = {};
      shareAccounts(process, new Accounts(options));
      const provider = createProvider({ report: () => undefined, warn: () => undefined }, process);
      await provider.configure({ tree: world.tree, staging: world.staging, jobs: 2 });
      return provider;
    },
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
    count: () => ({ uploads: standIn.count(/ PUT \/snapshots/), changes: standIn.changes }),
    spoil: (moment) => standIn.trouble(faults[moment]),
    async calm() {
      standIn.calm();
    },
    end: () => standIn.end(),
  };
}
