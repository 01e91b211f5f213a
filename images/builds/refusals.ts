import { basename } from "node:path";
import type { Problem } from "../model/errors.ts";
import { expectationOf } from "../model/expectation.ts";
import { parseBuildFile, parseBuildName } from "../tree/files.ts";
import { isMember, memberOf, parseImageName, type Member } from "../model/image.ts";
import type { StackPolicy } from "../plan/policy.ts";

/** Whether a refusal is about something required. It is not if it names an image that no policy requires. */
export function isRequired({ where }: Pick<Problem, "where">, policies: readonly StackPolicy[]): boolean {
  const member = memberNamed(where);
  return member === undefined || policies.some((policy) => expectationOf(policy).required.includes(member));
}

/** The member that the name of an image or of a build's file has. */
function memberNamed(where: string): Member | undefined {
  const name = basename(where.split(":")[0] ?? "");
  const image = parseImageName(name);
  if (image !== undefined) return memberOf(image);
  const build = parseBuildName(parseBuildFile(name)?.base ?? name);
  const member = `${build?.vendor ?? ""}/${build?.arch ?? ""}`;
  return isMember(member) ? member : undefined;
}
