import { UserError } from "../../../../images/model/errors.ts";
import { parseLease, isExpired } from "../../model/test-vm/lease.ts";
import { sweepInputs, type Leftover, type SweepInputs } from "../../model/test-vm/resources.ts";
import { connect, type Connection } from "../../../../clients/openstack/connection.ts";
import { leasedThings, removeEach, removeLeftover } from "../../leftovers.ts";
import { changedKeys } from "../../../../provider-sdk/changed.ts";
import type { Kind, Operation } from "../../../../provider-sdk/kind.ts";

/** Removes expired leftovers of tests from a cloud. An empty list is no change. */
export const sweep: Kind<SweepInputs, SweepInputs> = {
  description: "The removal of expired remains in one cloud, of any run.",
  inputs: sweepInputs,
  outputs: sweepInputs,
  id: ({ cloud }) => cloud,
  diff(olds, news) {
    const changes = changedKeys(olds, news, ["cloud", "leftovers"]);
    const due = news.leftovers.length > 0 ? changes : changes.filter((key) => key === "cloud");
    return { changes: due, replaces: due.filter((key) => key === "cloud") };
  },
  create: swept,
  read: async (_operation, olds) => olds,
  update: (operation, _olds, news) => swept(operation, news),
  delete: async () => undefined,
};

async function swept(operation: Operation, news: SweepInputs): Promise<SweepInputs> {
  if (news.leftovers.length === 0) return news;
  const connection = await connect(news.cloud, { signal: operation.signal });
  try {
    await removeAll(connection, operation, news);
  } finally {
    connection.close();
  }
  return news;
}

/** Looks again before it removes anything: a thing with another name by now belongs to somebody else. */
async function removeAll(
  connection: Connection,
  { signal, report }: Operation,
  { leftovers, now }: SweepInputs,
): Promise<void> {
  const wanted = (await leasedThings(connection, { signal })).filter((thing) => {
    const lease = parseLease(thing.name);
    const isNamed = leftovers.some(
      ({ kind, id, name }) => kind === thing.kind && id === thing.id && name === thing.name,
    );
    return isNamed && lease !== undefined && isExpired(lease, new Date(now));
  });
  const remove = (thing: Leftover): Promise<void> => {
    report(`removing the ${thing.kind} ${thing.name}`);
    return removeLeftover(connection, thing, { signal });
  };
  const refusals = await removeEach(wanted, remove, { signal });
  if (refusals.length > 0) throw new UserError(...refusals.flatMap(({ problems }) => problems));
}
