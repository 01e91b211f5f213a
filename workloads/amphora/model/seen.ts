import { parseAmphoraName } from "./name.ts";
import { amphoraTypes } from "./resources.ts";

/** Octavia's default tag. */
const usualTag = "amphora";

/** The visibility of an amphora image that others can see, by the inputs of our resources or of @pulumi/openstack; undefined if none can. */
export function publicAmphora({
  type,
  name,
  props,
}: {
  type: string;
  name: string;
  props: Readonly<Record<string, unknown>>;
}): string | undefined {
  const { image, name: called, visibility, tags } = props;
  if (visibility !== "public" && visibility !== "community") return undefined;
  const names = [image, called, name].filter((each) => typeof each === "string");
  const isAmphora =
    type === amphoraTypes.image ||
    (Array.isArray(tags) && tags.includes(usualTag)) ||
    names.some((each) => parseAmphoraName(each) !== undefined);
  return isAmphora ? visibility : undefined;
}
