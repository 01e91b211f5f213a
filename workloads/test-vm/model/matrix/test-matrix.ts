import { definitionOf, type Vendor } from "../../../../images/model/definitions/vendors.ts";
import type { Dimension, Matrix, Rule, Value } from "./matrix.ts";
import { platformRules } from "./rules.ts";
import { figures, type DiskBus, type Firmware, type Hypervisor, type TestArch } from "./weights.ts";

/** The properties of a cloud that decide what can be tested there. */
interface TestCloud {
  /** As in clouds.yaml. */
  cloud: string;
  hypervisor: Hypervisor;
  arches: readonly TestArch[];
  flavors: readonly string[];
  networks: readonly string[];
  /** The largest number of VMs. */
  vms: number;
}

interface TestImage {
  name: string;
  vendor: Vendor;
  arches: readonly TestArch[];
}

export interface TestMatrixInput {
  clouds: readonly TestCloud[];
  images: readonly TestImage[];
  firmware: readonly Firmware[];
  diskBus: readonly DiskBus[];
  /** By dimension and value, weights in place of the known figures. */
  weights: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** The matrix of a stack's clouds and images. The cloud is a dimension too; rules exclude what a cloud does not have. */
export function testMatrix({ clouds, images, firmware, diskBus, weights }: TestMatrixInput): Matrix {
  const dimension = (name: string, values: Iterable<string>, most?: (value: string) => number): Dimension => ({
    name,
    values: [...new Set(values)].map((value): Value => ({
      name: value,
      weight: weights[name]?.[value] ?? knownWeight(name, value),
      ...(most !== undefined && { most: most(value) }),
    })),
  });
  return {
    dimensions: [
      dimension(
        "cloud",
        clouds.map(({ cloud }) => cloud),
        (value) => clouds.find(({ cloud }) => cloud === value)?.vms ?? 0,
      ),
      dimension(
        "image",
        images.map(({ name }) => name),
      ),
      dimension(
        "flavor",
        clouds.flatMap(({ flavors }) => flavors),
      ),
      dimension(
        "network",
        clouds.flatMap(({ networks }) => networks),
      ),
      dimension(
        "arch",
        clouds.flatMap(({ arches }) => arches),
      ),
      dimension(
        "hypervisor",
        clouds.map(({ hypervisor }) => hypervisor),
      ),
      dimension("firmware", [...firmware, "none"]),
      dimension("diskBus", [...diskBus, "none"]),
    ],
    rules: [...platformRules, ...clouds.flatMap((cloud) => cloudRules(cloud, clouds)), ...images.flatMap(imageRules)],
  };
}

const knownFigures: Readonly<Record<string, Readonly<Record<string, { weight: number }>>>> = figures;

const knownWeight = (dimension: string, value: string): number => knownFigures[dimension]?.[value]?.weight ?? 1;

function cloudRules(own: TestCloud, clouds: readonly TestCloud[]): Rule[] {
  const without = (dimension: string, has: readonly string[], all: readonly string[]): Rule => ({
    when: { cloud: [own.cloud] },
    never: { [dimension]: [...new Set(all)].filter((value) => !has.includes(value)) },
    why: `${own.cloud} does not have it`,
  });
  return [
    without(
      "hypervisor",
      [own.hypervisor],
      clouds.map(({ hypervisor }) => hypervisor),
    ),
    without(
      "arch",
      own.arches,
      clouds.flatMap(({ arches }) => arches),
    ),
    without(
      "flavor",
      own.flavors,
      clouds.flatMap(({ flavors }) => flavors),
    ),
    without(
      "network",
      own.networks,
      clouds.flatMap(({ networks }) => networks),
    ),
  ];
}

function imageRules({ name, vendor, arches }: TestImage): Rule[] {
  const notBuilt: Rule = {
    when: { image: [name] },
    never: { arch: Object.keys(figures.arch).filter((arch) => !arches.some((each) => each === arch)) },
    why: `${name} is not built for it`,
  };
  if (definitionOf({ vendor }).kernel !== "cloud") return [notBuilt];
  const noDrivers: Rule = {
    when: { image: [name] },
    never: { hypervisor: ["ironic"] },
    why: "the cloud kernel has no drivers for physical hardware",
  };
  return [notBuilt, noDrivers];
}
