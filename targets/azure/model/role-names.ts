import type { Channel } from "../../../images/model/definitions/channels.ts";
import type { CiGroup } from "../../rights.ts";
import { guidOf } from "./guid.ts";

/** How the roles of a channel's subscription, and their assignments, are called: the set-up makes them so, and the rules know them by it. */

interface Subscription {
  channel: Channel;
  azure: { subscription: string; resourceGroup: string };
}

/** The only scope in which anything is allowed: the channel's resource group. */
export const scopeOf = ({ azure }: Subscription): string =>
  `/subscriptions/${azure.subscription}/resourceGroups/${azure.resourceGroup}`;

export const titleOf = ({ channel }: Pick<Subscription, "channel">, group: CiGroup): string =>
  `cloud-images-${channel}-${group}`;

/** A role's name, which is unique in the whole tenant. */
export const roleTitle = (subscription: Subscription, group: CiGroup): string =>
  `${subscription.azure.resourceGroup}-${titleOf(subscription, group)}`;

export const roleGuid = (subscription: Subscription, group: CiGroup): string =>
  guidOf(scopeOf(subscription), titleOf(subscription, group), "role");

/** @param group of the identity, which gets the role of `may` */
export const assignmentName = (subscription: Subscription, group: CiGroup, may: CiGroup): string =>
  guidOf(scopeOf(subscription), titleOf(subscription, group), may);
