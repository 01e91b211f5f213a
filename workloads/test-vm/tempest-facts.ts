import { createHash } from "node:crypto";
import { UserError } from "../../images/model/errors.ts";
import type { Combination } from "./model/matrix/matrix.ts";
import { tempestVersion } from "./model/tempest/script.ts";
import type { TempestAccount } from "./model/tempest/settings.ts";
import type { DiskBus, Firmware, TestArch } from "./model/matrix/weights.ts";
import { tempestDimension, type TestFacts } from "./model/test-vm/plan.ts";
import { readCloud } from "../../clients/openstack/config/clouds-file.ts";
import type { Connection } from "../../clients/openstack/connection.ts";
import { flavors } from "../../clients/openstack/services/nova.ts";
import { archesOf, type TempestConfig, type TestingCloud, type TestingSettings } from "./config.ts";
import { tempestAccounts } from "./tempest-accounts.ts";
import { testFile } from "./files.ts";

/** What the VM that runs Tempest must know about its cloud and its accounts. */
export interface TempestFacts extends TempestConfig {
  authUrl: string;
  region: string | null;
  /** Nova's id. */
  flavorId: string;
  /** Clouds of clouds.yaml, and their users in the same order. */
  names: readonly string[];
  users: readonly TempestAccount[];
}

export async function readTempest(connection: Connection, cloud: string, config: TempestConfig): Promise<TempestFacts> {
  const { authUrl, region } = await readCloud(cloud);
  const known = await flavors(connection);
  const flavor = known.find(({ name }) => name === config.flavor);
  if (flavor === undefined)
    throw new UserError({
      where: `cloud-images:clouds: ${cloud}: tempest.flavor`,
      value: config.flavor,
      expected: `a flavor that the cloud has: ${known.map(({ name }) => name).join(", ")}`,
      remedy: "correct it",
    });
  const { names, accounts: users } = await tempestAccounts(config.accounts, config.admin);
  return { ...config, authUrl, region, flavorId: flavor.id, names, users };
}

/** The VM for Tempest, in addition to those of the matrix. Each new image and each change of the settings makes another test. */
export async function wantedTempest(
  { images }: TestingSettings,
  { cloud, hypervisor, arches }: TestingCloud,
  config: TempestConfig,
): Promise<TestFacts["wanted"][number]> {
  const image = images[config.image];
  const arch = arches.find((each) => image !== undefined && archesOf(image).includes(each));
  if (image === undefined || arch === undefined)
    throw new UserError({
      where: `cloud-images:clouds: ${cloud}: tempest.image`,
      value: config.image,
      expected: `one of images that is there for ${arches.join(" or ")}: ${Object.keys(images).join(", ")}`,
      remedy: "correct it",
    });
  const combination: Combination = {
    cloud,
    image: config.image,
    arch,
    flavor: config.flavor,
    network: config.network,
    hypervisor,
    firmware: hypervisor === "lxc" ? "none" : plainFirmware[arch],
    diskBus: (hypervisor === "kvm" ? "virtio" : "none") satisfies DiskBus,
    [tempestDimension.name]: tempestDimension.value,
  };
  const definition = createHash("sha256").update(JSON.stringify({ tempestVersion, config })).digest("hex");
  return { combination, file: await testFile(config.image, image, arch), definition };
}

/** The default firmware of each architecture. */
const plainFirmware: Readonly<Record<TestArch, Firmware>> = { amd64: "bios", arm64: "uefi", ppc64el: "none" };
