import { readRights } from "../../rights.ts";
import data from "./rights.json" with { type: "json" };

/** The operations of Azure that this target and the set-up of its subscription call, with the actions that each needs. */
export const azureRights = readRights(data, "targets/azure/model/rights.json");

/** Azure has separate rights on a blob's bytes and on its container. */
export const isDataAction = (action: string): boolean => /\/containers\/blobs\//.test(action);
