import { z } from "zod";
import type { Channel } from "../images/model/definitions/channels.ts";
import type { Suite } from "../images/model/definitions/suites.ts";
import { channelOfStack } from "../images/model/stack-name.ts";
import { parseImageName, parseSetName } from "../images/model/image.ts";
import type { Subject } from "../images/model/subject.ts";
import { subjectOf } from "../targets/subject.ts";
import { channelSchema, suiteSchema } from "../images/tree/record.ts";

/** What every rule reads of a resource. */
export interface Registered {
  type: string;
  name: string;
  urn: string;
  props: Readonly<Record<string, unknown>>;
  protect: boolean;
}

/** The stack that a resource belongs to: `urn:pulumi:<stack>::…`. */
export const stackOf = ({ urn }: Registered): string => /^urn:pulumi:(.*?)::/.exec(urn)?.[1] ?? "";

const channelSchemaOf = z.object({ suite: suiteSchema, channel: channelSchema });
/** The name of the resource's image, from its inputs or its name. */
export function imageNameOf(resource: Registered): string | undefined {
  const subject = subjectIn(resource);
  return subject.of === "image" ? subject.image : undefined;
}

/** What the resource is about. */
export const subjectIn = ({ type, name, props }: Pick<Registered, "type" | "name" | "props">): Subject =>
  subjectOf({ type, name, inputs: props });

/** The channel that the resource writes; undefined for one that belongs to none, or whose inputs name none. */
export function channelOf(resource: Registered): { suite: Suite; channel: Channel } | undefined {
  const image = imageNameOf(resource);
  if (image !== undefined) return parseImageName(image);
  const subject = subjectIn(resource);
  if (subject.of === "set" && subject.part === "gate") return parseSetName(resource.name);
  const stated = channelSchemaOf.safeParse(resource.props).data;
  // a cloud's pointers say it in their name alone
  return stated ?? (subject.of === "pointers" ? channelOfStack(subject.publication) : undefined);
}
