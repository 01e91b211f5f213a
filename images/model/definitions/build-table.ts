import { z } from "zod";
import { arches, isArch, type Arch } from "./arches.ts";
import { dated, readDated } from "./dated.ts";
import { isDebianVendor, vendors, type DebianVendor } from "./vendors.ts";

/** By vendor: the arches that a suite is built for. */
export type BuildMatrix = Partial<Record<DebianVendor, readonly Arch[]>>;

/** The content of `builds.json`. A set waits for the builds of each row, and accepts no others. */
interface BuildTable<Suite extends string> {
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
