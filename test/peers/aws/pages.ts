import type { Cloud } from "./cloud.ts";
import { AwsError } from "./error.ts";
import { textAt, type Parameters } from "./query.ts";
import type { Xml } from "./xml.ts";

/** Items on a page: few, so that a list has several pages. */
const pageSize = 2;

/**
 * A list's first page, and the next ones by their tokens. EC2 API reference, pagination: a page may have fewer items than were asked
 * for, and none; a list that is asked for without MaxResults is whole.
 */
export function pageOf(cloud: Cloud, parameters: Parameters, element: string, list: () => readonly Xml[]): Xml {
  const token = textAt(parameters, "NextToken");
  if (textAt(parameters, "MaxResults") === undefined) return { [element]: list() };
  const items = token === undefined ? list() : cloud.pages.get(token);
  if (items === undefined) throw new AwsError("InvalidParameterValue", `Invalid value '${token}' for nextToken`);
  if (items.length <= pageSize) return { [element]: items };
  const next = `page-${cloud.pages.size + 1}`;
  cloud.pages.set(next, items.slice(pageSize));
  return { [element]: items.slice(0, pageSize), nextToken: next };
}
