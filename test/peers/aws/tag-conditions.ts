import { tagCondition } from "../../../targets/aws/model/rights.ts";
import type { Cloud, Known } from "./cloud.ts";
import { AwsError } from "./error.ts";
import { textAt } from "./query.ts";
import { taggedIn } from "./tags.ts";

/**
 * Refuses what IAM refuses by the conditions in the roles' policies: a call whose object, or whose new object, does not have the tag. EC2
 * answers UnauthorizedOperation, EBS direct AccessDeniedException (EC2-err; B:ebs). The service itself refuses unknown objects.
 */
export function refuseUntagged(cloud: Cloud, asked: Known): void {
  const [key] = Object.keys(tagCondition(`${asked.service}:${asked.call}`)?.Null ?? {});
  if (key === undefined) return;
  const [, tag = ""] = key.split("/");
  const tags = key.startsWith("aws:RequestTag/") ? [tagsAsked(asked)] : tagsOf(cloud, asked);
  if (tags.every((each) => tag in each)) return;
  const code = asked.service === "ebs" ? "AccessDeniedException" : "UnauthorizedOperation";
  throw new AwsError(code, `You are not authorized: no policy allows ${asked.call} without ${key}`, 403);
}

function tagsAsked({ service, body, parameters }: Known): Record<string, string> {
  if (service !== "ebs") return taggedIn(parameters, "snapshot");
  const { Tags = [] } = JSON.parse(body.toString()) as { Tags?: { Key: string; Value: string }[] };
  return Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
}

function tagsOf(cloud: Cloud, { account, region, url, parameters }: Known): Record<string, string>[] {
  const has = cloud.of(account, region);
  const image = has.images.get(textAt(parameters, "ImageId") ?? "");
  const snapshot = /\/(snap-\w+)/.exec(url)?.[1] ?? textAt(parameters, "SnapshotId") ?? "";
  return [image, has.snapshots.get(snapshot)].flatMap((each) => (each === undefined ? [] : [each.tags]));
}
