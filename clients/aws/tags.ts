import type { ResourceType, Tag, TagSpecification } from "@aws-sdk/client-ec2";

export type Tags = Readonly<Record<string, string>>;

export const tagsOf = (tags: readonly Tag[] = []): Tags =>
  Object.fromEntries(tags.map(({ Key: key = "", Value: value = "" }) => [key, value]));

const tagList = (tags: Tags): Tag[] => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** The same tags on each of the things that a call makes. */
export const tagged = (tags: Tags, ...types: ResourceType[]): TagSpecification[] =>
  types.map((ResourceType) => ({ ResourceType, Tags: tagList(tags) }));

/** The filter of a list, for things that have all of these tags. */
export const taggedWith = (tags: Tags): Record<string, string> =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`tag:${key}`, value]));
