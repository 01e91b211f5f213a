import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { hasGpg, makeKey } from "../samples/signing-keys.ts";
import { goReaders } from "./go-readers.ts";
import { startHosts } from "./hosts.ts";
import { incusClient } from "./incus-client.ts";
import { has, packagedReaders } from "./packaged-readers.ts";
import { personAtTheFinder } from "./person.ts";
import { readersPackages } from "./packages.ts";
import { wrongWith, type Reader } from "./reader.ts";
import { sourceReaders } from "./source-readers.ts";
import { Story, type Moment } from "./story.ts";

/** Whether this machine has the programs that serve the tree. Warns where one is missing. */
export const isAbleToRead = (): boolean =>
  [hasGpg(), has("openssl", "openssl"), has("/usr/sbin/apache2", "apache2-bin")].every((each) => each);

interface Fault {
  moment: string;
  reader: string;
  fault: string;
}

/** Tells the story, and has every reader on this machine read at each moment that `isAsked` chooses. Returns what was wrong, and these moments. */
export async function readAlong(isAsked: (moment: Moment) => boolean): Promise<{ faults: Fault[]; moments: string[] }> {
  const key = await makeKey("cloud");
  const story = await Story.begin(key);
  const { world } = story;
  const hosts = await startHosts(world.tree, world.root);
  const found = { faults: [] as Fault[], moments: [] as string[] };
  try {
    const all = [
      ...packagedReaders({
        packages: await readersPackages("requirements"),
        incus: await incusClient(),
        keyring: key.keyring,
      }),
      personAtTheFinder(),
      ...(await sourceReaders()),
      ...(await goReaders(world.root)),
    ];
    const readers = all.filter(({ isThere }) => isThere);
    for await (const moment of story.tell()) {
      if (!isAsked(moment)) continue;
      found.moments.push(moment.name);
      for (const reader of readers) {
        const fault = await faultOf(reader, moment);
        if (fault !== undefined) found.faults.push({ moment: moment.name, reader: reader.name, fault });
      }
    }
    for (const host of hosts.strangers)
      found.faults.push({ moment: "", reader: "", fault: `a reader asked for ${host}` });
    return found;
  } finally {
    await hosts.end();
    await world.end();
    await key.end();
  }

  async function faultOf(reader: Reader, moment: Moment): Promise<string | undefined> {
    try {
      const answer = await reader.read(hosts, await mkdtemp(join(world.root, "reader-")), moment);
      const { versions } = moment;
      if (!versions.some((version) => version === answer.version))
        return `leads to ${answer.version || answer.url}, not ${versions.join(" or ")}`;
      return await wrongWith(answer, hosts);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}
