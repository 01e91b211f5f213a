import { readRights } from "../../rights.ts";
import data from "./rights.json" with { type: "json" };

/** The operations of Google Cloud that this target and the set-up of its project call, with the permissions that each needs. */
export const gcpRights = readRights(data, "targets/gcp/model/rights.json");
