import { parseLease } from "../images/test-vm/lease.ts";
import { connect } from "../openstack/connection.ts";
import { expired, leasedThings, removeLeftover } from "../openstack/leftovers.ts";
import { takeValues } from "./engine/options.ts";
import { WrongUse } from "./setup/errors.ts";

/** `npm run sweep -- --cloud NAME`: removes what tests left in a cloud past its time. Needs no stack, since theirs may be dead. */
export async function main(args: string[]): Promise<number> {
  const { values, rest } = takeValues(args, ["--cloud"]);
  const cloud = values.get("--cloud");
  if (cloud === undefined || rest.length > 0)
    throw new WrongUse("sweep: expected --cloud and the name of a cloud of clouds.yaml, and nothing else");
  const connection = await connect(cloud);
  try {
    const things = await leasedThings(connection);
    const over = expired(things, new Date());
    for (const thing of over) {
      await removeLeftover(connection, thing);
      console.log(`removed the ${thing.kind} ${thing.name}`);
    }
    const staying = things.length - over.length;
    console.log(
      `${over.length} removed, ${staying} of tests that still have time${staying > 0 ? `: ${until(things)}` : ""}`,
    );
    return 0;
  } finally {
    connection.close();
  }
}

const until = (things: readonly { name: string }[]): string => {
  const ends = things.flatMap(({ name }) => parseLease(name)?.expires ?? []);
  return `the last until ${new Date(Math.max(...ends.map((end) => end.getTime()))).toISOString()}`;
};
