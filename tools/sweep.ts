import { parseLease } from "../workloads/test-vm/model/test-vm/lease.ts";
import { connect } from "../clients/openstack/connection.ts";
import { expired, leasedThings, removeEach, removeLeftover } from "../workloads/test-vm/leftovers.ts";
import { WrongUse } from "./setup/errors.ts";
import { sweep } from "./usage/publishing.mjs";
import { readArguments } from "./usage/read-arguments.ts";

/** `npm run sweep -- --cloud NAME`: removes expired leftovers of tests from a cloud. Needs no stack, since theirs may be gone. */
export async function main(args: string[]): Promise<number> {
  const { cloud } = readArguments(sweep, args).values;
  if (cloud === undefined) throw new WrongUse("expected --cloud and the name of a cloud of clouds.yaml");
  const connection = await connect(cloud);
  try {
    const things = await leasedThings(connection);
    const over = expired(things, new Date());
    const refusals = await removeEach(over, async (thing) => {
      await removeLeftover(connection, thing);
      console.log(`removed the ${thing.kind} ${thing.name}`);
    });
    for (const refusal of refusals) console.error(`refused: ${refusal.message}`);
    const staying = things.length - over.length;
    console.log(
      `${over.length - refusals.length} removed, ${staying} of tests that still have time${staying > 0 ? `: ${until(things)}` : ""}`,
    );
    return refusals.length === 0 ? 0 : 1;
  } finally {
    connection.close();
  }
}

const until = (things: readonly { name: string }[]): string => {
  const ends = things.flatMap(({ name }) => parseLease(name)?.expires ?? []);
  return `the last until ${new Date(Math.max(...ends.map((end) => end.getTime()))).toISOString()}`;
};
