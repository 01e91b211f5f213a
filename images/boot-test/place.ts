import { vendorDefinition } from "../definitions/vendors.ts";
import { parseMember, type Member } from "../image.ts";

/** Where an image is booted before it is shown, or why it is not. */
export type Place = { kind: "qemu" } | { kind: "nova"; cloud: string } | { kind: "untested"; reason: string };

const elsewhere = "boots only in its own cloud, which is no place of tests yet";

/** Where a stack's configuration says nothing. */
const usual: Partial<Record<Member, Place>> = {
  "generic/amd64": { kind: "qemu" },
  "genericcloud/amd64": { kind: "qemu" },
};

const usualReason: Partial<Record<string, string>> = {
  azure: elsewhere,
  ec2: elsewhere,
  gce: elsewhere,
  nocloud: "has no cloud-init that could run the checks",
  raspi: "boots only on its own hardware",
};

/** `where`: the configuration's words, by member. */
export function placeOf(member: Member, where: Readonly<Record<string, string>>): Place {
  const place = parsePlace(where[member] ?? "") ?? usual[member];
  if (place !== undefined) return place;
  const { vendor, arch } = parseMember(member) ?? {};
  return { kind: "untested", reason: usualReason[vendor ?? ""] ?? `no machine of ${arch ?? member} is at hand` };
}

/** `qemu`, `nova:<cloud>` or `untested: <reason>`; undefined for anything else. */
export function parsePlace(text: string): Place | undefined {
  if (text === "qemu") return { kind: "qemu" };
  const [, cloud] = /^nova:([A-Za-z0-9_.-]+)$/.exec(text) ?? [];
  if (cloud !== undefined) return { kind: "nova", cloud };
  const [, reason] = /^untested: *(\S.*)$/.exec(text) ?? [];
  return reason === undefined ? undefined : { kind: "untested", reason };
}

export function formatPlace(place: Place): string {
  switch (place.kind) {
    case "qemu":
      return "qemu";
    case "nova":
      return `nova:${place.cloud}`;
    case "untested":
      return `untested: ${place.reason}`;
  }
}

/** Why an image cannot be booted at that place; undefined where it can. */
export function unfit(member: Member, place: Place): string | undefined {
  const { vendor, arch } = parseMember(member) ?? {};
  if (place.kind === "untested" || vendor === undefined) return undefined;
  if (!vendorDefinition(vendor).cloudInit) return "an image with cloud-init, which runs the checks";
  if (!vendorDefinition(vendor).formats.includes("qcow2")) return "an image whose tree has a qcow2";
  if (place.kind === "nova") return "qemu: a cloud's servers are the stack testing's, and open no gate yet";
  if (arch !== "amd64") return "amd64, which QEMU is set up for";
  return undefined;
}
