import { survey, type Finding } from "./survey.ts";

/** How much a value counts, and why. */
export interface Figure {
  weight: number;
  source: string;
  /** Null where there is no figure. */
  year: number | null;
}

/** No survey that says it could be had: it counts as much as any other. */
const noFigure: Figure = { weight: 1, source: "no figure", year: null };

/** The team's own order of preference; its notes give no shares. */
const preference = (weight: number): Figure => ({
  weight,
  source: "Debian cloud sprint: order in which hypervisors are to be tested",
  year: 2019,
});

const keys = <Key extends string>(record: Readonly<Record<Key, unknown>>): Key[] => Object.keys(record) as Key[];

type Figures<Value extends string> = Readonly<Record<Value, Figure>>;

/** The shares of operators where there is one for every value of the dimension, since only then can they be held against each other. */
export function surveyed<Value extends string>(
  dimension: Finding["dimension"],
  otherwise: Figures<Value>,
  findings: readonly Finding[] = survey,
): Figures<Value> {
  const found = keys(otherwise).flatMap((value): [Value, Figure][] => {
    const finding = findings.find((each) => each.dimension === dimension && each.value === value);
    if (finding === undefined || finding.share === null) return [];
    return [[value, { weight: finding.share, source: finding.source, year: finding.year }]];
  });
  return found.length < keys(otherwise).length ? otherwise : { ...otherwise, ...Object.fromEntries(found) };
}

/** By dimension and value. What is known of how many run what is in survey.ts; a stack's `weights` go before it. */
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
