import type { VendorDefinition } from "../../model/definitions/vendors.ts";
import type { Check } from "./check.ts";
import { cloudInit } from "./cloud-init.ts";
import { cloudRelease } from "./cloud-release.ts";
import { failedUnits } from "./failed-units.ts";
import { firmware } from "./firmware.ts";
import { hosts } from "./hosts.ts";
import { kernel } from "./kernel.ts";
import { network } from "./network.ts";
import { packages } from "./packages.ts";
import { rootGrown } from "./root-grown.ts";
import { serialConsole } from "./serial-console.ts";
import { sources } from "./sources.ts";

/** In the order of their findings in reports. */
const checks: readonly Check[] = [
  cloudInit,
  serialConsole,
  firmware,
  kernel,
  cloudRelease,
  hosts,
  sources,
  packages,
  failedUnits,
  network,
  rootGrown,
];

export const checksOf = (vendor: VendorDefinition): Check[] =>
  checks.filter(({ applies }) => applies?.(vendor) ?? true);
