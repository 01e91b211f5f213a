import { z } from "zod";
import { dated, readDated, rowsOf } from "./dated.ts";
import data from "./kernels.json" with { type: "json" };
import { suites, type Suite } from "./suites.ts";
import type { VendorDefinition } from "./vendors.ts";

/** How a drive is attached to a machine; `scsi` is virtio-scsi. */
const drives = ["virtio", "scsi", "ide", "sata", "usb"] as const;
export type Drive = (typeof drives)[number];

const bySuite = rowsOf(suites, z.array(z.enum(drives)).min(1));

const kernels = readDated(
  dated({ drives: z.strictObject({ cloud: bySuite, full: bySuite }) }),
  data,
  "images/model/definitions/kernels.json",
);

/** The drives that a suite's kernel has drivers for. */
export const drivesOf = (suite: Suite, kernel: VendorDefinition["kernel"]): readonly Drive[] =>
  kernels.drives[kernel][suite];
