import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { execFile } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leasedName } from "../../workloads/test-vm/model/test-vm/lease.ts";
import { consoleFile, type VmRecord } from "../../workloads/test-vm/model/test-vm/record.ts";
import { passwordsOf } from "../../workloads/test-vm/provider/vm-result/passwords.ts";
import { createServer, deleteServer, findServers, flavors, getServer } from "../../clients/openstack/services/nova.ts";
import { deleteSecurityGroup, securityGroups } from "../../clients/openstack/services/neutron.ts";
import { createImage, deleteImage } from "../../clients/openstack/services/glance.ts";
import { uploadImage } from "../../clients/openstack/services/glance-upload.ts";
import { planTests } from "../../workloads/test-vm/model/test-vm/plan.ts";
import { testingSchema } from "../../workloads/test-vm/config.ts";
import { wantedTempest } from "../../workloads/test-vm/tempest-facts.ts";
import { readVmRecords } from "../../workloads/test-vm/test-results.ts";
import { project } from "../../tools/setup/bootstrap/folders.mjs";
import { runCommand } from "../engine/command/command.ts";
import { makeStack, type EngineStack } from "../worlds/engine-stack.ts";
import { talkingDisk } from "./runners/talking-disk.ts";
import { AskingGuest } from "./test-vms/asking-guest.ts";
import { leftIn, makeGroup, testsCloud, type TestsCloud } from "./test-vms/cloud.ts";
import { textsBelow } from "./texts.ts";

const cloudName = "daily";
const began = "2026-01-05T12:00:00Z";
const afterItsTime = "2026-01-05T14:30:00Z";

let folder: string;
let cloud: TestsCloud;
let stack: EngineStack;
const guest = new AskingGuest();

/** Things of somebody else, with names that look like ours. */
const foreign: { image?: string; server?: string; group?: string } = {};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-test-vms-"));
  cloud = await testsCloud(cloudName);
  await makeDisk("0".repeat(11));
  const config = configOf();
  // the run's mark depends on the disk's size and time, and the disk must say the mark: so it is made twice
  await makeDisk(await tempestRun(config));
  stack = await makeStack({ program: project, folder, name: "testing", config });
  await makeForeign();
  guest.live(cloud.connection);
});

/** Makes a disk that says the marks of a run. Its size and time are always the same. */
async function makeDisk(run: string): Promise<void> {
  const [raw, disk] = [path.join(folder, "talking.raw"), path.join(folder, "talking.qcow2")];
  await writeFile(raw, talkingDisk(`\r\nhello from the guest\r\n${guest.said(run, results)}`));
  await promisify(execFile)("qemu-img", ["convert", "-f", "raw", "-O", "qcow2", raw, disk]);
  await utimes(disk, new Date(began), new Date(began));
}

/** The mark of Tempest's first run by this configuration. */
async function tempestRun(config: Record<string, unknown>): Promise<string> {
  const plain = Object.entries(config).map(([key, value]) => [key.replace("cloud-images:", ""), value]);
  const settings = testingSchema.parse(Object.fromEntries(plain));
  const [own] = settings.clouds;
  if (own?.tempest == null) throw new TypeError("no Tempest");
  const wanted = [await wantedTempest(settings, own, own.tempest)];
  const [vm] = planTests({ wanted, records: [], expired: new Set(), attempts: 1 }).vms;
  return `${vm?.key}${vm?.attempt}`;
}

const results = "test,status\ntempest.api.a,success\ntempest.api.b,skip\n";

const configOf = (): Record<string, unknown> => ({
  "cloud-images:role": "testing",
  "cloud-images:clouds": [
    {
      cloud: cloudName,
      arches: ["amd64"],
      flavors: ["m1.tiny", cloud.tooLarge],
      networks: [cloud.network],
      vms: 2,
      tempest: {
        image: "talking",
        flavor: "m1.tiny",
        network: cloud.network,
        accounts: ["daily", "outsider"],
        patience: 2,
      },
    },
  ],
  "cloud-images:images": {
    talking: { suite: "trixie", vendor: "genericcloud", files: { amd64: path.join(folder, "talking.qcow2") } },
  },
  "cloud-images:vms": 2,
  "cloud-images:firmware": ["bios"],
  "cloud-images:diskBus": ["virtio"],
  "cloud-images:expires": "2 hours",
  "cloud-images:patience": 0.4,
  "cloud-images:attempts": 1,
  "cloud-images:results": path.join(folder, "results"),
  "cloud-images:now": began,
});

afterAll(async () => {
  const { connection } = cloud;
  await guest.end();
  await runCommand(["sweep", "--cloud", cloudName], stack.env);
  if (foreign.server !== undefined) await deleteServer(connection, foreign.server);
  if (foreign.group !== undefined) await deleteSecurityGroup(connection, foreign.group);
  if (foreign.image !== undefined) await deleteImage(connection, foreign.image);
  await cloud.end();
  await rm(folder, { recursive: true, force: true });
});

async function makeForeign(): Promise<void> {
  const { connection } = cloud;
  const { id: image } = await createImage(connection, {
    name: "debian-test-of-somebody",
    diskFormat: "qcow2",
    visibility: "private",
    protected: false,
    minDisk: 1,
    tags: [],
    properties: {},
  });
  foreign.image = image;
  await uploadImage(connection, image, path.join(folder, "talking.qcow2"));
  foreign.group = await makeGroup(connection, "debian-test-of-somebody");
  const tiny = (await flavors(connection)).find(({ name }) => name === "m1.tiny");
  foreign.server = await createServer(connection, {
    name: "debian-test-of-somebody",
    image,
    flavor: tiny?.id ?? "",
    networks: "none",
  });
}

const serversOfTests = async () =>
  (await findServers(cloud.connection, {})).filter(({ name }) => /^debian-test-[0-9a-f]{10}-/.test(name));

/** Runs the engine until its servers are made, then kills it with all that it started. */
async function killedRun(): Promise<void> {
  const args = ["up", "--stack", stack.name, "--config-file", stack.configFile, "--yes", "--skip-preview"];
  const child = spawn("pulumi", [...args, "--non-interactive"], {
    cwd: project,
    env: stack.env,
    stdio: "ignore",
    detached: true,
  });
  const ended = once(child, "exit");
  await expect.poll(async () => (await serversOfTests()).length, { timeout: 120_000, interval: 500 }).toBe(3);
  process.kill(-(child.pid ?? 0), "SIGKILL");
  await ended;
}

const recordOf = (records: readonly VmRecord[], flavor: string): VmRecord | undefined =>
  records.find(({ combination, tempest }) => tempest === undefined && combination["flavor"] === flavor);

describe("test VMs, on real OpenStack services", () => {
  it("of a run that was killed are there, and bear their end", async () => {
    await killedRun();
    const names = (await serversOfTests()).map(({ name }) => name);
    for (const name of names) expect(name).toMatch(/-until-20260105T1400Z$/);
    expect((await leftIn(cloud.connection)).length).toBeGreaterThanOrEqual(7);
  });

  it("of the dead run are swept by the next, which gives each VM its verdict and leaves none behind", async () => {
    await stack.configure({ "cloud-images:now": afterItsTime });
    const before = (await serversOfTests()).map(({ id }) => id);
    const said = await runCommand(["up", "--stack", stack.name, "--config-file", stack.configFile], stack.env);
    expect(said.exitCode, said.stdout).toBe(3);
    for (const id of before) expect(await getServer(cloud.connection, id)).toBeUndefined();
    expect(await leftIn(cloud.connection)).toEqual([]);
  });

  it("keep what the guest said beside its verdict", async () => {
    const results = path.join(folder, "results");
    const record = recordOf(await readVmRecords(results), "m1.tiny");
    expect(record?.verdict).toBe("failed");
    expect(record?.findings.join()).toContain("the guest reported nothing");
    if (record === undefined) return;
    expect(await readFile(path.join(results, consoleFile(record)), "utf8")).toContain("hello from the guest");
  });

  it("run Tempest as users whose passwords reach the server alone, and keep what it came to", async () => {
    const record = (await readVmRecords(path.join(folder, "results"))).find(({ tempest }) => tempest !== undefined);
    expect(record).toMatchObject({ verdict: "passed", tempest: { passed: 1, skipped: 1 } });
    const passwords = await passwordsOf(["daily", "outsider"]);
    expect(guest.opened()).toEqual([JSON.stringify(passwords)]);
    const kept = await textsBelow(folder);
    expect(kept).toContain("casulana-key");
    for (const secret of [...passwords, ...passwords.map((each) => Buffer.from(each).toString("base64"))])
      expect(kept.includes(secret)).toBe(false);
  });

  it("have one page and one JSON for all results", async () => {
    const results = path.join(folder, "results");
    const json: unknown = JSON.parse(await readFile(path.join(results, "tests.json"), "utf8"));
    expect(json).toMatchObject({
      vms: [{ kind: "tempest", results: [{ verdict: "passed", broke: [] }] }, { kind: "image" }, { kind: "image" }],
    });
    expect(await readFile(path.join(results, "tests.html"), "utf8")).toContain("1 passed, 1 skipped");
  });

  it("that end in ERROR are the cloud's fault, and do not stay for good", async () => {
    const record = recordOf(await readVmRecords(path.join(folder, "results")), cloud.tooLarge);
    expect(record?.verdict).toBe("broken");
    expect(record?.findings.join()).toContain("No valid host");
    expect((await findServers(cloud.connection, {})).filter(({ status }) => status === "ERROR")).toEqual([]);
  });

  it("never take a foreign thing with them", async () => {
    const { server = "", group } = foreign;
    expect((await getServer(cloud.connection, server))?.name).toBe("debian-test-of-somebody");
    expect((await securityGroups(cloud.connection)).map(({ id }) => id)).toContain(group);
  });

  it("are swept by the command too, once their time is over and not before", async () => {
    const over = leasedName({ name: "debian-test-0000000000-1", expires: new Date(Date.now() - 60_000) });
    const running = leasedName({ name: "debian-test-0000000000-2", expires: new Date(Date.now() + 600_000) });
    const [first, second] = [await makeGroup(cloud.connection, over), await makeGroup(cloud.connection, running)];
    const said = await runCommand(["sweep", "--cloud", cloudName], stack.env);
    expect(said.stdout).toContain(`removed the security group ${over}`);
    const groups = (await securityGroups(cloud.connection)).map(({ id }) => id);
    expect([groups.includes(first), groups.includes(second)]).toEqual([false, true]);
    await deleteSecurityGroup(cloud.connection, second);
  });
});
