import { modelOfType } from "../../targets/models.ts";
import { channelOf, type Registered } from "../identity.ts";
import type { Rule } from "../rule.ts";

/**
 * What a resource in a cloud lacks before its image may be public: an end date, settings that protect users, a release's
 * protection.
 */
function lacksInCloud(resource: Registered): string[] {
  const { type, props } = resource;
  const channel = channelOf(resource)?.channel;
  return channel === undefined ? [] : (modelOfType(type)?.unguarded?.({ type, inputs: props }, channel) ?? []);
}

export const publicIsGuarded: Rule = {
  name: "public-is-guarded",
  description:
    "A public image has the end date that its cloud keeps, and the settings that protect its users; a release has its cloud's protection against deletion.",
  reads: ["image", "isProtected", "imdsSupport", "enaSupport", "deprecateOn"],
  violations: lacksInCloud,
};
