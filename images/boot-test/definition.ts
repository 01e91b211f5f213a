import { createHash } from "node:crypto";
import { checksOf } from "../checks/index.ts";
import type { VendorDefinition } from "../definitions/vendors.ts";
import { collectorScript } from "./collector.ts";
import type { Firmware } from "./firmware.ts";

/** How an image is tested. */
export interface Definition {
  firmware: readonly Firmware[];
  /** From power on until everything is told. */
  seconds: number;
}

/** sha256 over how images of such a vendor are tested: pinned when an image is made. What a check judges is what it says it does. */
export function definitionDigest(vendor: VendorDefinition, { firmware, seconds }: Definition): string {
  const judged = checksOf(vendor).map(({ name, about }) => ({ name, about }));
  const script = collectorScript(vendor, { run: "", seconds });
  return createHash("sha256").update(JSON.stringify({ firmware, seconds, judged, script })).digest("hex");
}
