import { createHash } from "node:crypto";
import { checksOf } from "./checks/index.ts";
import { definitionOf, type Described } from "../model/definitions/vendors.ts";
import type { Image } from "../model/image.ts";
import type { BootPlan } from "../tree/record.ts";
import type { AcceleratorChoice } from "./accelerator.ts";
import { collectorScript } from "./collector.ts";
import { firmwareFor, type Firmware } from "./firmware.ts";
import type { Wanted } from "./hardware.ts";
import { formatWhere, whereOf } from "./boot-host.ts";

/** How an image is tested. */
interface Definition {
  firmware: readonly Firmware[];
  /** The time from power on to the end of the report. */
  seconds: number;
}

/** How a stack has its images tested. */
export interface BootTests extends Definition {
  /** By vendor/arch: `qemu`, `nova:<cloud>`, several of them with commas, or `untested: <reason>`. */
  where: Readonly<Record<string, string>>;
  /** QEMU's. Not part of the definition: the speed of a boot does not depend on the image. */
  accelerator: AcceleratorChoice;
  /** By cloud: the flavor and network of its servers. */
  nova: Readonly<Record<string, Wanted>>;
}

/** sha256 of how images of a vendor are tested, fixed when an image is made. A check counts by its description, not its code. */
export function definitionDigest(image: Described, { firmware, seconds }: Definition): string {
  const definition = definitionOf(image);
  const judged = checksOf(definition).map(({ name, about }) => ({ name, about }));
  const script = collectorScript(definition, { run: "", seconds });
  return createHash("sha256").update(JSON.stringify({ firmware, seconds, judged, script })).digest("hex");
}

/** The boot plan for the record of an image that is made now. */
export function bootPlanOf(image: Pick<Image, "arch"> & Described, tests: BootTests): BootPlan {
  const where = whereOf(image, tests.where);
  if ("untested" in where) return where;
  const { seconds } = tests;
  const definition = definitionDigest(image, { firmware: firmwareFor(image.arch, tests.firmware), seconds });
  return { where: formatWhere(where), definition };
}
