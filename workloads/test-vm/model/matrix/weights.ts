import { survey, type Finding } from "./survey.ts";

/** The weight of a value, and its source. */
interface Figure {
  weight: number;
  source: string;
  /** Null without a figure. */
  year: number | null;
}

/** For a value without a known share: all such values weigh the same. */
const noFigure: Figure = { weight: 1, source: "no figure", year: null };

/** The team's own order of preference; its notes give no shares. */
const preference = (weight: number): Figure => ({
  weight,
  source: "Debian cloud sprint: order in which hypervisors are to be tested",
  year: 2019,
});

const keys = <Key extends string>(record: Readonly<Record<Key, unknown>>): Key[] => Object.keys(record) as Key[];

type Figures<Value extends string> = Readonly<Record<Value, Figure>>;

/**
 * Weights by the shares in the survey. Values without a share divide the rest of the whole by the weights in `otherwise`. Without any
 * share these weights are used as they are. Weights average one, so that no dimension outweighs another.
 */
export function surveyed<Value extends string>(
  dimension: Finding["dimension"],
  otherwise: Figures<Value>,
  findings: readonly Finding[] = survey,
): Figures<Value> {
  const values = keys(otherwise);
  const shares = findings.flatMap(({ dimension: of, value, share, source, year }) => {
    const named = of === dimension ? values.find((each) => each === value) : undefined;
    return named === undefined || share === null ? [] : [{ value: named, share, source, year }];
  });
  const others = values.filter((value) => shares.every((share) => share.value !== value));
  const left = 1 - total(shares.map(({ share }) => share));
  if (shares.length === 0 || (others.length > 0 && left <= 0)) return otherwise;
  const parts = total(others.map((value) => otherwise[value].weight));
  const figures: Record<Value, Figure> = { ...otherwise };
  for (const { value, share, source, year } of shares) figures[value] = { weight: share * values.length, source, year };
  for (const value of others) {
    const { weight, source, year } = otherwise[value];
    figures[value] = { weight: (left * weight * values.length) / parts, source: `what is left, by: ${source}`, year };
  }
  return figures;
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);

/** By dimension and value. survey.json has the known shares; a stack's `weights` override these. */
export const figures = {
  hypervisor: surveyed("hypervisor", { kvm: preference(3), ironic: preference(2), lxc: preference(1) }),
  firmware: surveyed("firmware", { bios: noFigure, uefi: noFigure, "secure-boot": noFigure, none: noFigure }),
  diskBus: surveyed("diskBus", { virtio: noFigure, scsi: noFigure, sata: noFigure, none: noFigure }),
  arch: surveyed("arch", { amd64: noFigure, arm64: noFigure, ppc64el: noFigure }),
} as const;

export type Hypervisor = keyof typeof figures.hypervisor;
export type Firmware = keyof typeof figures.firmware;
export type DiskBus = keyof typeof figures.diskBus;
export type TestArch = keyof typeof figures.arch;

export const hypervisors = keys(figures.hypervisor);
export const firmwares = keys(figures.firmware);
export const diskBuses = keys(figures.diskBus);
export const testArches = keys(figures.arch);
