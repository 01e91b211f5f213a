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

/**
 * By dimension and value. OpenStack's user survey names KVM as the hypervisor used most (OpenStack architecture design guide,
 * hypervisor selection), and its shares per year could not be had in a form that can be quoted: a stack's `weights` are the
 * place for them.
 */
export const figures = {
  hypervisor: { kvm: preference(3), ironic: preference(2), lxc: preference(1) },
  firmware: { bios: noFigure, uefi: noFigure, "secure-boot": noFigure, none: noFigure },
  diskBus: { virtio: noFigure, scsi: noFigure, sata: noFigure, none: noFigure },
  arch: { amd64: noFigure, arm64: noFigure, ppc64el: noFigure },
} as const satisfies Record<string, Record<string, Figure>>;

export type Hypervisor = keyof typeof figures.hypervisor;
export type Firmware = keyof typeof figures.firmware;
export type DiskBus = keyof typeof figures.diskBus;
export type TestArch = keyof typeof figures.arch;

const keys = <Key extends string>(record: Record<Key, unknown>): Key[] => Object.keys(record) as Key[];

export const hypervisors = keys(figures.hypervisor);
export const firmwares = keys(figures.firmware);
export const diskBuses = keys(figures.diskBus);
export const testArches = keys(figures.arch);
