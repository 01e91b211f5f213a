import type { TargetModel } from "./target.ts";
import { awsModel } from "./aws/model/index.ts";
import { azureModel } from "./azure/model/index.ts";
import { gcpModel } from "./gcp/model/index.ts";
import { openstackModel } from "./openstack/model/index.ts";

/** The clouds that images go to: a line per cloud. */
export const models: readonly TargetModel[] = [awsModel, azureModel, gcpModel, openstackModel];

export const modelOfType = (type: string): TargetModel | undefined =>
  models.find(({ types }) => Object.hasOwn(types, type));

/** @param target a target's name, as `openstack-partner` */
export const isOfCloud = (cloud: string, target: string): boolean => target === cloud || target.startsWith(`${cloud}-`);
