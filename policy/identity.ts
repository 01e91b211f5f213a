import { z } from "zod";
import type { Channel } from "../images/model/definitions/channels.ts";
import type { Suite } from "../images/model/definitions/suites.ts";
import { parseImageName, parseSetName } from "../images/model/image.ts";
import { openstackTypes } from "../targets/openstack/model/resources.ts";
import { channelSchema, suiteSchema } from "../images/tree/record.ts";
import { resourceTypes } from "../images/tree/resources.ts";

/** What every rule reads of a resource. */
export interface Registered {
  type: string;
  name: string;
  urn: string;
  props: Readonly<Record<string, unknown>>;
  protect: boolean;
}

export const componentTypes = {
  publishedImage: "debian:cloud:PublishedImage",
  publication: "debian:cloud:Publication",
  pointer: "debian:cloud:Pointer",
} as const;

/** The stack that a resource belongs to: `urn:pulumi:<stack>::…`. */
export const stackOf = ({ urn }: Registered): string => /^urn:pulumi:(.*?)::/.exec(urn)?.[1] ?? "";

const channelSchemaOf = z.object({ suite: suiteSchema, channel: channelSchema });
const ofImages: ReadonlySet<string> = new Set([
  resourceTypes.imageFiles,
  openstackTypes.image,
  openstackTypes.imageAccess,
]);
const imageInput = z.object({ image: z.string() });

/** The name of the resource's image, from its inputs or its name. */
export function imageNameOf({ type, name, props }: Registered): string | undefined {
  if (type === componentTypes.publishedImage) return name;
  if (ofImages.has(type)) return imageInput.safeParse(props).data?.image ?? "";
  return undefined;
}

/** The channel that the resource writes; undefined for one that belongs to none, or says it wrongly. */
export function channelOf(resource: Registered): { suite: Suite; channel: Channel } | undefined {
  const image = imageNameOf(resource);
  if (image !== undefined) return parseImageName(image);
  if (resource.type === resourceTypes.gate) return parseSetName(resource.name);
  return channelSchemaOf.safeParse(resource.props).data;
}
