import { readFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { verdictSchema } from "../../../images/boot-tests/evidence.ts";
import { consoleOf, goodOutputs } from "../../../test/samples/boot-test-samples.ts";
import { parseDay } from "../../../images/model/day.ts";
import { imageName, setDirectory } from "../../../images/model/image.ts";
import type { BootTestInputs } from "../../../images/boot-tests/test-resources.ts";
import { readStaged, writeStaged } from "../../../storage/tree/records.ts";
import { bind, type BoundKind } from "../../../provider-sdk/bind.ts";
import { KeyedLocks, Slots } from "../../../storage/concurrency.ts";
import type { Operation } from "../../../provider-sdk/kind.ts";
import {
  dailyOf,
  filesUrn,
  first,
  listing,
  makeWorld,
  makingOf,
  versionInputsOf,
  versionUrn,
  type World,
} from "../../mirror/world.fixture.ts";
import { bootTestOn } from "./index.ts";
import type { Machine } from "../../../clients/qemu/machine.ts";

const image = dailyOf(first);
const name = imageName(image);
const pinned = { where: "qemu", definition: "d".repeat(64) };
const good = { ...goodOutputs, packages: "adduser:all 3.152\n" };

let world: World;
let boots: number;
let machine: Machine;
/** The machine of the host `nova:daily`. */
let server: Machine;

const saying =
  (outputs: Readonly<Record<string, string>>): Machine =>
  async ({ run, firmware }) => ({
    console: consoleOf(run, { ...outputs, firmware: `${firmware}\n` }),
    network: { address: "10.0.2.15", resolver: "10.0.2.3" },
    hostname: "boot-test",
    diskBytes: 2 ** 32,
    accelerator: "tcg",
    seconds: 61,
    ended: "reported",
  });
const failing = saying({ ...good, hosts: "127.0.0.1 localhost\n" });
const broken: Machine = async () => {
  throw new Error("no \u001b[31mmachine");
};

const kind: BoundKind = bind(
  bootTestOn(() => (host) => (order) => {
    boots++;
    return (host.kind === "nova" ? server : machine)(order);
  }),
);

beforeEach(async () => {
  world = await makeWorld();
  boots = 0;
  machine = saying(good);
  server = saying(good);
  const inputs = makingOf(image, await world.build(image));
  const making = { ...inputs.making, boot: pinned };
  await world.provider.create(filesUrn, { ...inputs, making });
});
afterEach(() => world.end());

const operation = (signal = new AbortController().signal): Operation => ({
  urn: "",
  places: world,
  results: "",
  signing: undefined,
  url: undefined,
  advisories: [],
  dailiesHideAfter: undefined,
  gitlabToken: undefined,
  dailiesGoAfter: 120,
  slots: new Slots(1),
  locks: new KeyedLocks(),
  process: {},
  signal,
  report: () => undefined,
  warn: (text) => world.said.push(text),
});

const asked = (changes: Partial<BootTestInputs> = {}): BootTestInputs => ({
  image: name,
  where: "qemu",
  nova: {},
  firmware: ["bios", "uefi"],
  seconds: 300,
  attempt: 1,
  day: "2026-07-18",
  ...changes,
});

const run = async (changes: Partial<BootTestInputs> = {}) => (await kind.create(operation(), asked(changes))).outputs;
const attempts = async () => (await readStaged(world, image, name))?.image.attempts ?? [];
const evidence = (...parts: string[]) =>
  join(world.staging, "sets", setDirectory(image), "files", `${name}.tests`, ...parts);

test("an image that boots with every firmware passed, and its evidence lies beside it", async () => {
  expect((await run())["outcome"]).toBe("passed");
  expect((await attempts()).at(-1)).toMatchObject({
    day: parseDay("2026-07-18"),
    outcome: "passed",
    boot: { where: "qemu", evidence: `${name}.tests/1` },
  });
  const verdict = verdictSchema.parse(JSON.parse(await readFile(evidence("1", "verdict.json"), "utf8")));
  expect(verdict.boots.map(({ firmware, accelerator }) => [firmware, accelerator])).toEqual([
    ["bios", "tcg"],
    ["uefi", "tcg"],
  ]);
  expect(await readdir(evidence("1"))).toEqual(["console-bios.log", "console-uefi.log", "verdict.json"]);
  expect(await readFile(evidence("1", "console-bios.log"), "utf8")).toContain("boot-test login:");
});

test("one that does not is a verdict with its findings, not an error", async () => {
  machine = failing;
  expect((await run())["outcome"]).toBe("failed");
  const finding = "hosts: /etc/hosts does not name boot-test";
  expect((await attempts()).at(-1)?.findings).toEqual([`bios: ${finding}`, `uefi: ${finding}`]);
  expect(world.said.join()).toMatch(/did not pass its boot test/);
});

const everywhere: Partial<BootTestInputs> = { where: "qemu, nova:daily", firmware: ["bios"] };

test("an image that boots on several hosts passed on all of them, and each console is kept", async () => {
  expect((await run(everywhere))["outcome"]).toBe("passed");
  const verdict = verdictSchema.parse(JSON.parse(await readFile(evidence("1", "verdict.json"), "utf8")));
  expect(verdict.boots.map(({ where }) => where)).toEqual(["qemu", "nova:daily"]);
  expect(await readdir(evidence("1"))).toEqual(["console-bios.log", "console-nova-daily-bios.log", "verdict.json"]);
});

test.each<[string, { machine: Machine; server: Machine }, string, RegExp]>([
  ["a fault on one host", { machine: saying(good), server: failing }, "failed", /^nova:daily bios: hosts: /],
  ["a host that cannot be had", { machine: saying(good), server: broken }, "broken", /^no .*machine$/],
  ["a fault, and then a host that cannot be had", { machine: failing, server: broken }, "failed", /^bios: hosts: /],
])("of several hosts: %s", async (_case, machines, outcome, finding) => {
  ({ machine, server } = machines);
  await run(everywhere);
  expect((await attempts()).at(-1)).toMatchObject({ outcome, findings: [expect.stringMatching(finding)] });
});

test("what was tried is not tried again until it is asked for", async () => {
  machine = failing;
  const outputs = await run();
  expect(await run()).toEqual(outputs);
  expect(boots).toBe(2);
  machine = saying(good);
  const again = asked({ attempt: 2, day: "2026-07-19" });
  expect(kind.diff(outputs, again).changes).toEqual(["attempt"]);
  expect((await kind.update(operation(), outputs, again))["outcome"]).toBe("passed");
  expect((await attempts()).map(({ outcome }) => outcome)).toEqual(["passed", "failed", "passed"]);
  expect(await readdir(evidence())).toEqual(["1", "2"]);
});

test("a later day alone changes nothing", async () => {
  const outputs = await run();
  const news = asked({ day: "2026-08-01", where: "nova:daily", firmware: ["uefi"], seconds: 60 });
  expect(kind.diff(outputs, news).changes).toEqual([]);
});

test("a machine that cannot be had counts for nothing, and is asked for again each time", async () => {
  machine = broken;
  const outputs = await run();
  expect(outputs["outcome"]).toMatch(/^broken: no .*machine/);
  expect(outputs["outcome"]).not.toMatch(/\p{Cc}/u);
  expect(kind.diff(outputs, asked()).changes).toEqual(["outcome"]);
  await run();
  machine = saying(good);
  expect((await run())["outcome"]).toBe("passed");
  expect((await attempts()).map(({ outcome }) => outcome)).toEqual(["passed", "passed"]);
});

test("the half of a test that a kill left is made again", async () => {
  await run();
  const staged = await attempts();
  await rm(evidence("1", "verdict.json"));
  const record = await readStaged(world, image, name);
  if (record === undefined) throw new Error("no record");
  await writeStaged(world, { ...record, image: { ...record.image, attempts: staged.slice(0, 1) } });
  expect((await run())["outcome"]).toBe("passed");
  expect(await readdir(evidence("1"))).toContain("verdict.json");
});

test("a cancelled run writes nothing down", async () => {
  const cancelled = new AbortController();
  machine = async () => {
    cancelled.abort(new Error("the run was cancelled"));
    throw new Error("killed");
  };
  await expect(kind.create(operation(cancelled.signal), asked())).rejects.toThrow("killed");
  expect(await attempts()).toHaveLength(1);
});

test("no set takes an image that has not booted", async () => {
  machine = broken;
  await run();
  await expect(world.provider.create(versionUrn, versionInputsOf([image]))).rejects.toThrow(/required images/);
});

test("the evidence goes into the tree with its image, and into no checksums", async () => {
  await run();
  await world.provider.create(versionUrn, versionInputsOf([image]));
  const directory = join(world.tree, setDirectory(image));
  expect(await listing(directory)).toContain(join(`${name}.tests`, "1", "verdict.json"));
  expect(await readFile(join(directory, "SHA512SUMS"), "utf8")).not.toMatch(/tests/);
  expect((await run({ attempt: 2 }))["outcome"]).toBe("passed");
  expect(boots).toBe(2);
});
