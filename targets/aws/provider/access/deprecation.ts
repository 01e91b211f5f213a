import type { Ami } from "../../../../clients/aws/images.ts";
import { longestPublic } from "../../model/access.ts";
import type { AwsAccessInputs } from "../../model/resources.ts";

/** The day from which lists leave an image out. */

const minute = 60_000;
const day = 86_400_000;

/**
 * The wanted day, or the last one that AWS takes for a public image. It counts from the image's creation there, which may be long before
 * its record's first day: a killed run made it, or somebody else before it was adopted.
 */
export function deprecationOf(
  { made }: Pick<Ami, "made">,
  { deprecateOn }: Pick<AwsAccessInputs, "deprecateOn">,
): Date {
  const wanted = Date.parse(`${deprecateOn}T00:00:00Z`);
  const last = Math.floor(Date.parse(made) / minute) * minute + longestPublic * day;
  return new Date(Number.isNaN(last) ? wanted : Math.min(wanted, last));
}

/** AWS rounds to the minute. */
export const isSameMinute = (text: string | undefined, at: Date): boolean =>
  text !== undefined && Math.floor(Date.parse(text) / minute) === Math.floor(at.getTime() / minute);
