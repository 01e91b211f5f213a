import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { connect, type Account } from "../../clients/aws/account.ts";
import { imageById, ownImages, type Ami } from "../../clients/aws/images.ts";
import { ownSnapshots } from "../../clients/aws/snapshots.ts";
import { cloudName } from "../../targets/names.ts";
import type { Fault, Moto } from "../peers/moto/moto.ts";
import { outsider, ownAccount, place, type AwsBehind, type PublishedForAws } from "../targets/aws-driver.ts";
import type { Moment } from "../targets/driver.ts";

/** moto in AWS's place, as tests see and spoil it. */

const signal = new AbortController().signal;
const changing = [
  ...["StartSnapshot", "PutSnapshotBlock", "CompleteSnapshot"].map((name) => `ebs:${name}`),
  ...["RegisterImage", "CopyImage", "DeregisterImage", "DeleteSnapshot", "EnableImageDeprecation"].map(
    (name) => `ec2:${name}`,
  ),
  ...["ModifyImageAttribute", "ModifySnapshotAttribute", "EnableImageDeregistrationProtection"].map(
    (name) => `ec2:${name}`,
  ),
];
const ends: Readonly<Record<Moment, Fault["do"]>> = {
  before: "lose-before",
  during: "fail-after",
  after: "lose-after",
};

/** A file of credentials for both accounts. moto gives the credentials of a role in the role's account. */
export async function credentialsIn({ url }: Moto): Promise<string> {
  const keys = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "a secret of the tests" };
  const sts = new STSClient({ region: place.home, endpoint: url, credentials: keys });
  const profiles = await Promise.all(
    Object.entries({ own: ownAccount, outsider }).map(async ([name, account]) => {
      const role = { RoleArn: `arn:aws:iam::${account}:role/${name}`, RoleSessionName: name };
      const { Credentials: got } = await sts.send(new AssumeRoleCommand(role));
      return [
        `[${name}]`,
        `aws_access_key_id = ${got?.AccessKeyId ?? ""}`,
        `aws_secret_access_key = ${got?.SecretAccessKey ?? ""}`,
        `aws_session_token = ${got?.SessionToken ?? ""}`,
      ].join("\n");
    }),
  );
  sts.destroy();
  return `${profiles.join("\n")}\n`;
}

export async function behindMoto(moto: Moto, { image }: Pick<PublishedForAws, "image">): Promise<AwsBehind> {
  const login = (profile: string): Promise<Account> => connect({ profile, home: place.home }, { endpoint: moto.url });
  const [own, other] = await Promise.all([login("own"), login("outsider")]);
  await moto.forget();
  await moto.set({ image_sharing: "unblocked" });
  let calls: Awaited<ReturnType<Moto["calls"]>> = [];
  const images = (): Promise<Ami[]> => ownImages(own.region(place.region), { name: cloudName(image) }, signal);
  return {
    url: moto.url,
    async outsider() {
      const found = await Promise.all(
        (await images()).map(({ id }) => imageById(other.region(place.region), id, signal)),
      );
      const isSeen = found.some((image) => image !== undefined);
      return { listed: isSeen, startable: isSeen };
    },
    async owned() {
      const made = await images();
      const snapshots = await ownSnapshots(own.region(place.region), {}, signal);
      const loose = snapshots.filter(({ id }) => made.every(({ snapshot }) => snapshot !== id));
      return [
        ...made.map(({ id, snapshot, state }) => ({
          ref: id,
          whole: state === "available" && snapshots.some((each) => each.id === snapshot && each.state === "completed"),
        })),
        ...loose.map(({ id }) => ({ ref: id, whole: false })),
      ];
    },
    count: async () => {
      calls = await moto.calls();
      return {
        uploads: calls.filter(({ name }) => name === "ebs:PutSnapshotBlock").length,
        changes: calls.filter(({ name }) => changing.includes(name)).length,
      };
    },
    spoil: (moment) => moto.set({ faults: changing.map((call) => ({ call, do: ends[moment], times: 99 })) }),
    // the client asks again, and gets the second answer
    forestall: () => moto.set({ faults: changing.map((call) => ({ call, do: "lose-after", times: 1 })) }),
    // the table of rights is tried on moto's IAM by a test of its own
    divide: () => undefined,
    calm: () => moto.set({ faults: [] }),
    async end() {
      own.close();
      other.close();
    },
  };
}
