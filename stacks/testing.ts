import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Provider as CloudProvider } from "@pulumi/openstack/provider.js";
import type * as pulumi from "@pulumi/pulumi";
import { AllResults, Sweep } from "../workloads/test-vm/resources.ts";
import { DebianProvider } from "../components/resources.ts";
import { testImage } from "../workloads/test-vm/test-image.ts";
import { TestVm } from "../components/test-vm.ts";
import { userData, userDataOf } from "../images/boot-tests/collector.ts";
import { definitionOf } from "../images/model/definitions/vendors.ts";
import { UserError } from "../images/model/errors.ts";
import { diskBuses, firmwares, testArches } from "../workloads/test-vm/model/matrix/weights.ts";
import { tempestGuestScript } from "../workloads/test-vm/model/tempest/guest.ts";
import { settingsOf } from "../workloads/test-vm/model/tempest/settings.ts";
import { isTempest, type TestVmPlan } from "../workloads/test-vm/model/test-vm/plan.ts";
import type { TestingImage, TestingSettings } from "../workloads/test-vm/config.ts";
import type { TempestFacts } from "../workloads/test-vm/tempest-facts.ts";
import { readTesting, secondsOf, type TestWorld } from "../workloads/test-vm/facts.ts";
import { report } from "./report.ts";
import { testSummary, type TestSummary } from "../workloads/test-vm/outputs.ts";
import { z } from "zod";

/** Registers every VM without a verdict, and removes leftovers of earlier ones. Returns the stack's outputs. */
export async function testing(settings: TestingSettings): Promise<TestSummary> {
  const world = await readTesting(settings);
  await report([], world.warnings);
  registerTests(world, settings);
  return testSummary(world);
}

/** Registers the wanted VMs, the sweep of each cloud, and the page of all results. */
export function registerTests(world: TestWorld, settings: TestingSettings): void {
  const debian = new DebianProvider("debian", { results: resolve(settings.results) });
  const clouds = new Map([...world.clouds.keys()].map((cloud) => [cloud, new CloudProvider(cloud, { cloud })]));
  for (const [cloud, { leftovers }] of world.clouds)
    new Sweep(cloud, { cloud, now: world.now.toISOString(), leftovers: [...leftovers] }, { provider: debian });
  registerVms(world, settings, { debian, clouds });
  const tree = settings.tree === null ? null : resolve(settings.tree);
  new AllResults("all-results", { tree, digest: world.resultsDigest }, { provider: debian });
}

interface Providers {
  debian: DebianProvider;
  clouds: ReadonlyMap<string, CloudProvider>;
}

function registerVms(world: TestWorld, settings: TestingSettings, { debian, clouds }: Providers): void {
  const expires = new Date(world.now.getTime() + settings.expires * 3_600_000).toISOString();
  const publicKey = settings.key ?? publicKeyLine(generateKeyPairSync("ed25519").publicKey);
  const images = new Map<string, pulumi.Output<string>>();
  for (const vm of world.plan.vms) {
    const { cloud, image, flavor } = hardwareOf(vm);
    const provider = clouds.get(cloud);
    const configured = settings.images[image];
    if (provider === undefined || configured === undefined)
      throw new RangeError(`${vm.name}: cloud ${cloud} or image ${image} is not configured`);
    const id = images.get(vm.imageName) ?? testImage(vm.imageName, imageArgs(vm, expires), { provider }).id;
    images.set(vm.imageName, id);
    const tempest = isTempest(vm.combination) ? (world.clouds.get(cloud)?.tempest ?? null) : null;
    const run = `${vm.key}${vm.attempt}`;
    const seconds = secondsOf((tempest ?? settings).patience);
    const guest = { run, seconds: seconds - startTime };
    new TestVm(
      vm.name,
      {
        expires,
        flavor,
        network: networkOf(world, vm),
        image: id,
        publicKey,
        userData:
          tempest === null
            ? userData(definitionOf(configured), guest)
            : id.apply((own) => tempestUserData(tempest, { ...guest, image: own })),
        result: { ...resultOf(vm, configured), run, seconds, accounts: tempest === null ? null : [...tempest.names] },
      },
      { cloud: provider, debian },
    );
  }
}

/** Seconds of a server's time that its cloud may need to start it. The guest has to finish in the rest. */
const startTime = 90;

interface TempestRun {
  run: string;
  seconds: number;
  /** Glance's id. */
  image: string;
}

function tempestUserData(tempest: TempestFacts, { run, seconds, image }: TempestRun): string {
  const { authUrl, region, flavorId: flavor, users: accounts, metadata } = tempest;
  const settings = settingsOf({ authUrl, region, image, flavor }, tempest.settings);
  return userDataOf(tempestGuestScript({ run, seconds, settings, accounts, metadata }));
}

function resultOf({ key, attempt, combination, file }: TestVmPlan, image: TestingImage) {
  const { cloud, image: name, arch } = hardwareOf({ combination });
  const { suite, channel, vendor, version, lineage } = image;
  const promise = { suite, channel, vendor, arch, version };
  return { key, attempt, combination, cloud, image: name, lineage, promise, manifest: file.manifest };
}

const imageArgs = ({ combination, file: { place } }: TestVmPlan, expires: string) => {
  const { arch, firmware, diskBus } = hardwareOf({ combination });
  return { expires, place, arch, firmware, diskBus, cache: join(tmpdir(), "cloud-images-test-images") };
};

function hardwareOf({ combination }: Pick<TestVmPlan, "combination">) {
  const one = <Value extends string>(dimension: string, values: readonly Value[]): Value => {
    const value = values.find((each) => each === combination[dimension]);
    if (value === undefined) throw new RangeError(`${dimension} ${combination[dimension]}: no value of the matrix`);
    return value;
  };
  const { cloud = "", image = "", flavor = "" } = combination;
  return {
    cloud,
    image,
    flavor,
    arch: one("arch", testArches),
    firmware: one("firmware", firmwares),
    diskBus: one("diskBus", diskBuses),
  };
}

function networkOf({ clouds }: TestWorld, { combination: { cloud = "", network = "" } }: TestVmPlan): string {
  const known = clouds.get(cloud)?.networks ?? new Map<string, string>();
  const id = known.get(network);
  if (id !== undefined) return id;
  throw new UserError({
    where: `cloud-images:clouds: ${cloud}`,
    value: network,
    expected: `a network that the cloud has: ${[...known.keys()].join(", ")}`,
    remedy: "correct networks, or make the network first",
  });
}

const jwk = z.object({ crv: z.literal("Ed25519"), x: z.string() });

/** An Ed25519 key as OpenSSH writes it (RFC 8709). */
function publicKeyLine(key: KeyObject): string {
  const { x } = jwk.parse(key.export({ format: "jwk" }));
  const type = "ssh-ed25519";
  const parts = [Buffer.from(type), Buffer.from(x, "base64url")].map(withLength);
  return `${type} ${Buffer.concat(parts).toString("base64")}`;
}

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
