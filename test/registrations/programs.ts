import * as pulumi from "@pulumi/pulumi";
import { DebianProvider } from "../../components/resources.ts";
import { amphoraBuild, amphoraPolicy, existingAmphora } from "../samples/workloads/amphora.ts";
import { addDays } from "../../images/model/day.ts";
import { day, version } from "../samples/samples.ts";
import type { Candidate } from "../../images/plan/facts.ts";
import { plan } from "../../images/plan/plan.ts";
import type { ImageRecord } from "../../images/tree/record.ts";
import { openstackTarget } from "../../targets/openstack/model/target.ts";
import type { StackPolicy } from "../../images/plan/policy.ts";
import type { Version } from "../../images/model/version.ts";
import { planTests } from "../../workloads/test-vm/model/test-vm/plan.ts";
import { planClouds, registerAmphorae } from "../../stacks/amphora.ts";
import type { Settings } from "../../stacks/config.ts";
import { policyOf } from "../../stacks/publication/policy.ts";
import { publish } from "../../stacks/publication/publish.ts";
import { registerRunners } from "../../stacks/runners.ts";
import { loadAccounts } from "../../stacks/accounts/load.ts";
import { registerTests } from "../../stacks/testing.ts";
import { readAnySettings } from "../../tools/engine/stack-file.ts";
import { accounts as accountsFolder, installPackages } from "../../tools/setup/bootstrap/packages.mjs";
import type { TestWorld } from "../../workloads/test-vm/facts.ts";
import { settledWorldOf } from "../worlds/settled.ts";

/** By stack: its program, from fixed facts. */
export const programs: Readonly<Record<string, () => void | Promise<void>>> = {
  "trixie-daily": () => publication("trixie-daily"),
  "bookworm-release": () => publication("bookworm-release"),
  amphora: () => amphora(),
  testing: () => testing(),
  runners: () => runners(),
  "accounts-daily": () => accounts("accounts-daily"),
  "accounts-release": () => accounts("accounts-release"),
};

function settingsOf<Role extends Settings["role"]>(stack: string, role: Role): Extract<Settings, { role: Role }> {
  const settings = readAnySettings({ stack, configFile: null, backend: undefined });
  if (isOfRole(settings, role)) return settings;
  throw new RangeError(`${stack} has the role ${settings.role}`);
}

const isOfRole = <Role extends Settings["role"]>(
  settings: Settings,
  role: Role,
): settings is Extract<Settings, { role: Role }> => settings.role === role;

const today = day("2026-07-18");

/** A publication in which yesterday's set is public, today's has arrived, and there is one cloud. */
function publication(stack: string): void {
  const settings = settingsOf(stack, "publication");
  const { suite, channel } = settings;
  if (suite === null || channel === null) throw new RangeError(`${stack} publishes no channel of its own`);
  const configured = policyOf(settings, { suite, channel });
  const { facts } = settledWorldOf(configured, 1, addDays(today, -1));
  const arrived = version("20260718-2543");
  const cloud = openstackTarget({ cloud: "partner", project: null, visibility: "community" }, true);
  const policy: StackPolicy = {
    ...configured,
    targets: [...configured.targets, cloud],
    publish: { version: channel === "release" ? arrived : null, hold: false, reason: "for the golden file" },
  };
  const candidates = facts.sets.flatMap(({ images }) => images.map((image) => candidateOf(image, policy, arrived)));
  publish(plan({ ...facts, candidates }, policy, today), policy, {
    provider: debian(),
    down: new Map(),
    url: "https://cloud.debian.org/images/cloud",
    remarks: {},
  });
}

const candidateOf = ({ vendor, arch }: ImageRecord, { suite, channel }: StackPolicy, arrived: Version): Candidate => ({
  image: { suite, channel, vendor, arch, version: arrived },
  digest: "ab".repeat(64),
  packages: "cd".repeat(32),
  notInStable: null,
  source: `/artifacts/${vendor}-${arch}`,
});

const debian = (): DebianProvider => new DebianProvider("debian", { tree: "/tree", staging: "/staging" });

/** Amphorae of which one is tagged, and a newer one was built. */
function amphora(): void {
  const settings = settingsOf("amphora", "amphora");
  const places = settings.clouds.map((cloud) => ({
    cloud,
    policy: { ...amphoraPolicy, cloud: cloud.cloud },
    facts: {
      images: [existingAmphora("debian-bookworm-zed-octavia-12.12.0-amd64", { tags: [cloud.tag] })],
      foreign: [],
      builds: [amphoraBuild("debian-bookworm-zed-octavia-12.13.0-amd64")],
      carried: [],
    },
  }));
  registerAmphorae(planClouds({ places }), settings);
}

/** Tests in which one server of the matrix has no verdict yet, and another one was left behind. */
function testing(): void {
  const settings = settingsOf("testing", "testing");
  const combination = {
    cloud: "debian",
    image: "trixie-generic",
    arch: "amd64",
    flavor: "c1r1",
    network: "ext-net1",
    hypervisor: "kvm",
    firmware: "uefi",
    diskBus: "scsi",
  };
  const file = { place: "/tree/debian-13-generic-amd64.qcow2", identity: "ab".repeat(64), manifest: null };
  const wanted = [{ combination, file, definition: "cd".repeat(32) }];
  const leftover = { kind: "server", id: "id-of-a-server", name: "test-0123456789-1" } as const;
  const world: TestWorld = {
    now: new Date("2026-07-18T12:00:00Z"),
    choice: { vms: [combination], left: [] },
    plan: planTests({ wanted, records: [], expired: new Set(), attempts: settings.attempts }),
    records: [],
    resultsDigest: "ef".repeat(32),
    clouds: new Map([
      ["debian", { networks: new Map([["ext-net1", "id-of-a-network"]]), leftovers: [leftover], tempest: null }],
    ]),
    warnings: [],
  };
  registerTests(world, { ...settings, results: "/results", key: "ssh-ed25519 AAAA for-the-golden-file" });
}

/** Runners of which every one is new. */
function runners(): void {
  const settings = settingsOf("runners", "runners");
  const place = { image: "id-of-an-image", network: "id-of-a-network", servers: [] };
  const places = new Map(Object.keys(settings.runners).map((name) => [name, place]));
  registerRunners(settings, { token: pulumi.secret("token"), key: "a public key", places });
}

/** Accounts in which everything is new. */
async function accounts(stack: string): Promise<void> {
  const settings = settingsOf(stack, "accounts");
  await installPackages(accountsFolder);
  (await loadAccounts())(settings);
}
