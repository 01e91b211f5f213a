/** The flavor and network of a boot at a cloud; if unnamed, the program chooses. */
export interface Wanted {
  flavor: string | null;
  network: string | null;
}

export interface Flavor {
  id: string;
  name: string;
  vcpus: number;
  /** MiB. */
  ram: number;
  /** GiB; 0: as large as the image. */
  disk: number;
}

/** MiB with which Debian boots, and cloud-init runs. */
const leastMemory = 512;

/**
 * The flavor that is named, or the smallest that an image of so many GiB boots on with room for its root to grow; undefined where
 * there is none.
 */
export function flavorFor(flavors: readonly Flavor[], gibibytes: number, name: string | null): Flavor | undefined {
  const fits = ({ ram, disk }: Flavor): boolean => ram >= leastMemory && disk > gibibytes;
  if (name !== null) return flavors.find((flavor) => flavor.name === name && fits(flavor));
  return flavors.filter(fits).toSorted((a, b) => a.ram - b.ram || a.disk - b.disk || a.vcpus - b.vcpus)[0];
}
