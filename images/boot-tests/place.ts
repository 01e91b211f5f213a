import type { Arch } from "../model/definitions/arches.ts";
import { vendorDefinition, type VendorDefinition } from "../model/definitions/vendors.ts";
import { parseMember, type Member } from "../model/image.ts";
import { isQemuArch, qemuArches } from "./qemu-machines.ts";

/** Where a machine for a boot is had. */
export type Place = { kind: "qemu" } | { kind: "nova"; cloud: string };

/** Where an image is booted before it is shown: everywhere that is named. Or why it is not. */
export type Where = { places: readonly Place[] } | { untested: string };

/** `configured`: the configuration's words, by member; without any, the vendor's own row decides. */
export function whereOf(member: Member, configured: Readonly<Record<string, string>>): Where {
  const { vendor, arch } = parseMember(member) ?? {};
  const usual = vendor === undefined || arch === undefined ? undefined : usualWhere(vendorDefinition(vendor), arch);
  return parseWhere(configured[member] ?? usual ?? "") ?? { untested: `no machine of ${arch ?? member} is at hand` };
}

const usualWhere = ({ boot }: VendorDefinition, arch: Arch): string | undefined => boot[arch] ?? boot["*"];

/** `qemu`, `nova:<cloud>`, several of them with commas, or `untested: <reason>`; undefined for anything else. */
export function parseWhere(text: string): Where | undefined {
  const [, untested] = /^untested: *(\S.*)$/.exec(text) ?? [];
  if (untested !== undefined) return { untested };
  const places = text.split(/, */).map(parsePlace);
  const known = places.filter((place) => place !== undefined);
  const names = new Set(known.map(formatPlace));
  return known.length === places.length && names.size === places.length ? { places: known } : undefined;
}

/** `qemu` or `nova:<cloud>`. */
function parsePlace(text: string): Place | undefined {
  if (text === "qemu") return { kind: "qemu" };
  const [, cloud] = /^nova:([A-Za-z0-9_.-]+)$/.exec(text) ?? [];
  return cloud === undefined ? undefined : { kind: "nova", cloud };
}

export const formatPlace = (place: Place): string => (place.kind === "qemu" ? "qemu" : `nova:${place.cloud}`);

export const formatWhere = (where: Where): string =>
  "untested" in where ? `untested: ${where.untested}` : where.places.map(formatPlace).join(", ");

/** Why an image cannot be booted there; undefined where it can. */
export function unfit(member: Member, where: Where): string | undefined {
  const { vendor, arch } = parseMember(member) ?? {};
  if ("untested" in where || vendor === undefined) return undefined;
  if (!vendorDefinition(vendor).cloudInit) return "an image with cloud-init, which runs the checks";
  if (!vendorDefinition(vendor).formats.includes("qcow2")) return "an image whose tree has a qcow2";
  if (arch !== undefined && !isQemuArch(arch) && where.places.some(({ kind }) => kind === "qemu"))
    return `${qemuArches.join(" or ")}, which QEMU is set up for`;
  return undefined;
}
