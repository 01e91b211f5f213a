import { createHash } from "node:crypto";
import { checksOf } from "../checks/index.ts";
import { vendorDefinition, type Vendor } from "../definitions/vendors.ts";
import { memberOf, type Image } from "../image.ts";
import type { BootPlan } from "../record.ts";
import { collectorScript } from "./collector.ts";
import type { Firmware } from "./firmware.ts";
import { formatPlace, placeOf } from "./place.ts";

/** How an image is tested. */
export interface Definition {
  firmware: readonly Firmware[];
  /** From power on until everything is told. */
  seconds: number;
}

/** How a stack has its images tested. */
export interface BootTests extends Definition {
  /** By vendor/arch: `qemu`, `nova:<cloud>` or `untested: <reason>`. */
  where: Readonly<Record<string, string>>;
}

/** sha256 over how images of a vendor are tested: pinned when an image is made. What a check judges is what it says it does. */
export function definitionDigest(vendor: Vendor, { firmware, seconds }: Definition): string {
  const definition = vendorDefinition(vendor);
  const judged = checksOf(definition).map(({ name, about }) => ({ name, about }));
  const script = collectorScript(definition, { run: "", seconds });
  return createHash("sha256").update(JSON.stringify({ firmware, seconds, judged, script })).digest("hex");
}

/** What the record of an image that is made now is to say of its test. */
export function bootPlanOf(image: Pick<Image, "vendor" | "arch">, tests: BootTests): BootPlan {
  const place = placeOf(memberOf(image), tests.where);
  if (place.kind === "untested") return { untested: place.reason };
  return { where: formatPlace(place), definition: definitionDigest(image.vendor, tests) };
}
