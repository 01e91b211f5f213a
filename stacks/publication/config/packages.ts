import { z } from "zod";
import { isVendor } from "../../../images/model/definitions/vendors.ts";

/** The key `packages`: packages that images must not have, and those that they must have. */

const pattern = z
  .string("a package's name")
  .regex(/^[a-z0-9*][a-z0-9+.*-]*$/, 'a package\'s name, with * for any text, as "openssh-*"');

const patterns = z.array(pattern, "a list of packages").default([]);

const rule = z.strictObject(
  {
    forbid: patterns.describe("Packages that an image must not have, with * for any text."),
    require: patterns.describe("Packages that an image must have; with *, one of those that match."),
  },
  "forbid and require, each a list of packages",
);

const vendorOrAll = z
  .string()
  .refine((key): boolean => key === "*" || isVendor(key), 'a vendor, as "genericcloud", or * for all');

export const packageRulesSchema = z.record(vendorOrAll, rule).default({});
