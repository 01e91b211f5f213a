import { z } from "zod";
import { arches, isArch, type Arch } from "./arches.ts";
import { dated, readDated } from "./dated.ts";
import { isDebianVendor, vendors, type DebianVendor } from "./vendors.ts";

/** Which arches a suite is built for, by vendor. */
export type BuildMatrix = Partial<Record<DebianVendor, readonly Arch[]>>;

/** Data, because it changes with time: `builds.json`. With one more row, builds of that vendor and arch are accepted and waited for. */
export interface BuildTable<Suite extends string> {
  /** The source. */
  source: string;
  /** The day it was read. */
  date: string;
  builds: Record<Suite, BuildMatrix>;
}

const vendor = z.string().refine(isDebianVendor, `expected one of ${Object.keys(vendors).join(", ")}`);
const arch = z.string().refine(isArch, `expected one of ${Object.keys(arches).join(", ")}`);

const matrixSchema = z.partialRecord(
  vendor,
  z
    .array(arch)
    .min(1)
    .refine((list) => new Set(list).size === list.length, "expected each arch once"),
);

/** Checks the table: known vendors and arches, each suite once. Throws a UserError. */
export function readBuildTable<Suite extends string>(data: unknown, suites: readonly Suite[]): BuildTable<Suite> {
  return readDated(
    dated({ builds: z.record(z.enum(suites), matrixSchema) }),
    data,
    "images/model/definitions/builds.json",
  );
}
