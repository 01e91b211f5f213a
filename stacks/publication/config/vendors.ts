import { z } from "zod";
import { isDebianVendor, isVendor, ownVendorRow } from "../../../images/model/definitions/vendors.ts";

/** The key `vendors`: the stack's own vendors, whose builds are published beside Debian's or instead of them (docs/own-images.md). */

const newName = z
  .string()
  .refine(
    (name): boolean => isVendor(name) && !isDebianVendor(name),
    "a name of lower-case letters and digits that no vendor of Debian's has, and that is not backports",
  );

export const vendorsSchema = z.record(newName, ownVendorRow);
