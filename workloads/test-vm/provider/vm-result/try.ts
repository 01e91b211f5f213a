import { readFile } from "node:fs/promises";
import { isDone, isSentTwice } from "../../../../images/boot-tests/console.ts";
import { firmwares } from "../../../../images/boot-tests/firmware.ts";
import { isDebianVendor } from "../../../../images/model/definitions/vendors.ts";
import { isArch } from "../../../../images/model/definitions/arches.ts";
import { parseManifest, type Package } from "../../../../images/builds/manifest.ts";
import { judgeServer, type Ended, type Promised } from "../../model/test-vm/judge.ts";
import type { VmRecord } from "../../model/test-vm/record.ts";
import type { VmResultInputs } from "../../model/test-vm/resources.ts";
import { parseVersion } from "../../../../images/model/version.ts";
import type { Connection } from "../../../../clients/openstack/connection.ts";
import {
  consoleOutput,
  findServers,
  flavors,
  getServer,
  ipv4Of,
  type Server,
} from "../../../../clients/openstack/services/nova.ts";
import { until } from "../../../../clients/openstack/repeat.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { gavePasswords, judgeTempest } from "./tempest.ts";

/** Milliseconds between two looks at the console. */
const pause = 3_000;

interface Tried {
  record: VmRecord;
  console: string;
}

/** Seconds within which a cloud must begin to make a server. */
const beginsWithin = 300;

/** Waits until the server has reported everything, or has stopped, or its time is over. Then judges it. */
export async function tryServer(
  connection: Connection,
  { signal, report }: Operation,
  news: VmResultInputs,
): Promise<Tried> {
  const asked = Date.now();
  let seen = false;
  for (;;) {
    const server = await newestServer(connection, news.name, signal);
    if (server === undefined) {
      if (seen) return broken(news, "the server went away before it reported anything", "");
      const patience = Math.min(beginsWithin, news.seconds);
      if (secondsSince(asked) > patience) return broken(news, `the cloud made no server in ${patience} s`, "");
      await until(pause, signal);
      continue;
    }
    seen = true;
    if (server.status === "ERROR") return broken(news, faultOf(server), "");
    const age = secondsSince(Date.parse(server.created));
    const console = server.status === "BUILD" ? "" : await consoleOutput(connection, server.id, { signal });
    if (news.accounts !== null && (await gavePasswords(connection, news.accounts, { server, console, signal })))
      report(`${news.image} on ${news.cloud}: left the sealed passwords of its accounts`);
    const ended = endOf({ news, server, console, age });
    if (ended !== undefined) return judged(connection, news, { server, console, age, ended, signal });
    report(`${news.image} on ${news.cloud}: ${server.status}, ${Math.round(age)} s of ${news.seconds}`);
    await until(pause, signal);
  }
}

const secondsSince = (time: number): number => (Date.now() - time) / 1_000;

/** The newest server of the name: a killed run may have made an earlier one. */
async function newestServer(connection: Connection, name: string, signal: AbortSignal): Promise<Server | undefined> {
  const found = await findServers(connection, { name: `^${name}-until-` }, { signal });
  const [newest] = found.toSorted((a, b) => Date.parse(b.created) - Date.parse(a.created));
  return newest === undefined ? undefined : getServer(connection, newest.id, { signal });
}

interface Look {
  news: VmResultInputs;
  server: Server;
  console: string;
  /** Seconds since it was made. */
  age: number;
}

function endOf({ news, server, console, age }: Look): Ended["ended"] | undefined {
  if (isSentTwice(console, news.run)) return "reported";
  if (server.status === "SHUTOFF") return "stopped";
  if (age < news.seconds) return undefined;
  return isDone(console, news.run) ? "reported" : "timeout";
}

async function judged(
  connection: Connection,
  news: VmResultInputs,
  { server, console, age, ended, signal }: Omit<Look, "news"> & { ended: Ended["ended"]; signal: AbortSignal },
): Promise<Tried> {
  if (console === "") return broken(news, `the cloud gave no console of it in ${Math.round(age)} s`, console);
  const seconds = Math.round(age);
  if (news.accounts !== null)
    return { record: { ...identityOf(news), ...judgeTempest(console, news.run), seconds }, console };
  const flavor = (await flavors(connection, { signal })).find(({ name }) => name === news.combination["flavor"]);
  const result = judgeServer(
    {
      firmware: firmwares.find((each) => each === news.combination["firmware"]) ?? null,
      ended,
      seconds,
      run: news.run,
      console,
      // Nova makes a server's host name from its name
      hostname: server.name.toLowerCase(),
      network: { address: ipv4Of(server), resolver: null },
      diskBytes: (flavor?.disk ?? 0) * 2 ** 30,
      given: news.seconds,
    },
    promisedOf(news),
    await packagesOf(news),
  );
  return { record: { ...identityOf(news), ...result, seconds }, console };
}

const broken = (news: VmResultInputs, finding: string, console: string): Tried => ({
  record: { ...identityOf(news), verdict: "broken", findings: [finding], checks: [], seconds: 0 },
  console,
});

const identityOf = ({ key, attempt, image, lineage, combination }: VmResultInputs) => ({
  key,
  attempt,
  image,
  lineage,
  combination,
  at: new Date().toISOString(),
});

const faultOf = ({ fault }: Server): string =>
  `the server is in ERROR: ${fault?.message ?? "the cloud does not say why"}`;

function promisedOf({ promise: { suite, channel, vendor, arch, version } }: VmResultInputs): Promised {
  if (!isDebianVendor(vendor) || !isArch(arch)) throw new RangeError(`${vendor}/${arch}: no such vendor or arch`);
  return { suite, channel, vendor, arch, version: version === null ? null : (parseVersion(version) ?? null) };
}

async function packagesOf({ manifest }: VmResultInputs): Promise<readonly Package[] | null> {
  if (manifest === null) return null;
  const { items } = parseManifest(await readFile(manifest, "utf8"), manifest);
  return items.flatMap((item) => (item.kind === "Build" ? item.data.packages : []));
}
