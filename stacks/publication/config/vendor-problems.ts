import { parseWhere } from "../../../images/boot-tests/boot-host.ts";
import { nearest } from "../../../images/config/nearest.ts";
import { keyName } from "../../../images/config/problems.ts";
import { isArch } from "../../../images/model/definitions/arches.ts";
import { isKnownVendor, vendors, type OwnVendors } from "../../../images/model/definitions/vendors.ts";
import type { Problem } from "../../../images/model/errors.ts";
import type { PublicationSettings } from "./config.ts";

const vendorIn = (pattern: string): string => pattern.split("/")[0] ?? "";

/** Whether the vendor of `vendor/arch` is any, Debian's, or the stack's own. */
export const isOfKnownVendor = (pattern: string, own: OwnVendors): boolean =>
  vendorIn(pattern) === "*" || isKnownVendor(vendorIn(pattern), own);

/** Keys that name a vendor which is neither Debian's nor one of `vendors`, and wrong rows of `vendors`. */
export function vendorProblems(settings: PublicationSettings, file: string): Problem[] {
  const { vendors: own, expect, packages, tests, targets } = settings;
  const named: [path: string[], vendor: string][] = [
    ...(["required", "bestEffort"] as const).flatMap((key) =>
      expect[key].map((pattern): [string[], string] => [["expect", key], vendorIn(pattern)]),
    ),
    ...Object.values(targets).flatMap((cloud) =>
      cloud.targets.flatMap(({ name, vendors: taken }) =>
        (taken ?? []).map((vendor): [string[], string] => [["targets", name, "vendors"], vendor]),
      ),
    ),
    ...Object.keys(packages).map((vendor): [string[], string] => [["packages"], vendor]),
    ...Object.keys(tests.where).map((member): [string[], string] => [["tests", "where"], vendorIn(member)]),
  ];
  const known = [...Object.keys(vendors), ...Object.keys(own)];
  const unknown = named
    .filter(([, vendor]) => !isOfKnownVendor(vendor, own))
    .map(([path, vendor]): Problem => {
      const near = nearest(vendor, known);
      const row = `add the row cloud-images:vendors.${vendor} to ${file} (docs/own-images.md)`;
      return {
        where: keyName(path),
        value: vendor,
        expected: `one of the vendors ${known.join(", ")}`,
        remedy: near === undefined ? row : `write ${near}, or ${row}`,
      };
    });
  return [...unknown, ...Object.entries(own).flatMap(([vendor, { boot }]) => bootProblems(vendor, boot, file))];
}

function bootProblems(vendor: string, boot: Readonly<Record<string, string>>, file: string): Problem[] {
  return Object.entries(boot).flatMap(([arch, where]) => {
    const at = keyName(["vendors", vendor, "boot", arch]);
    const remedy = `correct it in ${file}`;
    if (arch !== "*" && !isArch(arch)) return [{ where: at, value: arch, expected: "an arch, or * for any", remedy }];
    if (parseWhere(where) !== undefined) return [];
    return [{ where: at, value: where, expected: "qemu, nova:<cloud of clouds.yaml>, or untested: <reason>", remedy }];
  });
}
