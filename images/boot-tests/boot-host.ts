import { definitionOf, type Described } from "../model/definitions/vendors.ts";
import { memberOf, type Image } from "../model/image.ts";
import { isQemuArch, qemuArches } from "./qemu-machines.ts";

/** Where an image is booted: QEMU on this machine, or a server of a cloud. */
export type BootHost = { kind: "qemu" } | { kind: "nova"; cloud: string };

/** All hosts on which an image is booted before it is shown, or the reason why it is not booted. */
type Where = { hosts: readonly BootHost[] } | { untested: string };

/** @param configured by member: the stack's `tests.where`; for other members the vendor's row decides */
export function whereOf(image: Pick<Image, "arch"> & Described, configured: Readonly<Record<string, string>>): Where {
  const { boot } = definitionOf(image);
  const text = configured[memberOf(image)] ?? boot[image.arch] ?? boot["*"] ?? "";
  return parseWhere(text) ?? { untested: `no machine of ${image.arch} is at hand` };
}

/** `qemu`, `nova:<cloud>`, several of them with commas, or `untested: <reason>`; undefined for anything else. */
export function parseWhere(text: string): Where | undefined {
  const [, untested] = /^untested: *(\S.*)$/.exec(text) ?? [];
  if (untested !== undefined) return { untested };
  const hosts = text.split(/, */).map(parseHost);
  const known = hosts.filter((host) => host !== undefined);
  const names = new Set(known.map(formatHost));
  return known.length === hosts.length && names.size === hosts.length ? { hosts: known } : undefined;
}

/** `qemu` or `nova:<cloud>`. */
function parseHost(text: string): BootHost | undefined {
  if (text === "qemu") return { kind: "qemu" };
  const [, cloud] = /^nova:([A-Za-z0-9_.-]+)$/.exec(text) ?? [];
  return cloud === undefined ? undefined : { kind: "nova", cloud };
}

export const formatHost = (host: BootHost): string => (host.kind === "qemu" ? "qemu" : `nova:${host.cloud}`);

export const formatWhere = (where: Where): string =>
  "untested" in where ? `untested: ${where.untested}` : where.hosts.map(formatHost).join(", ");

/** Why an image cannot be booted there; undefined where it can. */
export function unfit(image: Pick<Image, "arch"> & Described, where: Where): string | undefined {
  if ("untested" in where) return undefined;
  const { cloudInit, formats } = definitionOf(image);
  if (!cloudInit) return "an image with cloud-init, which runs the checks";
  if (!formats.includes("qcow2")) return "an image whose tree has a qcow2";
  if (!isQemuArch(image.arch) && where.hosts.some(({ kind }) => kind === "qemu"))
    return `${qemuArches.join(" or ")}, which QEMU is set up for`;
  return undefined;
}
