import { z } from "zod";
import { glanceAccess } from "../targets/openstack/model/access.ts";
import { imageAccessInputs, openstackTypes } from "../targets/openstack/model/resources.ts";
import type { Registered } from "./identity.ts";
import type { Rule } from "./rule.ts";

const accessInput = imageAccessInputs.pick({ phase: true, visibility: true, hidden: true });
const anyVisibility = z.object({ visibility: z.string() });

/** Visibility of an image that does not fit its phase; both are plain inputs, known in every preview. */
export function wronglySeen({ type, props }: Pick<Registered, "type" | "props">): string[] {
  if (type === openstackTypes.image)
    return anyVisibility.safeParse(props).success ? ["expected no visibility: an upload is private"] : [];
  if (type !== openstackTypes.imageAccess) return [];
  const { data } = accessInput.safeParse(props);
  if (data === undefined) return ["expected its phase, its visibility and whether it is hidden"];
  const { phase, visibility, hidden } = data;
  const isOpen = visibility !== "private";
  const allowed = glanceAccess(phase, visibility);
  const wrong: string[] = [];
  if (isOpen && allowed.visibility === "private") wrong.push(`${phase} and ${visibility}: expected private`);
  if (isOpen && visibility === "shared") wrong.push(`${phase} and shared: expected community or public`);
  if (isOpen && hidden !== allowed.hidden)
    wrong.push(`${phase} and ${hidden ? "hidden" : "not hidden"}: expected otherwise`);
  return wrong;
}

export const publicInPhases: Rule = {
  name: "public-in-phases",
  description: "An image is seen by others in a cloud only while it is current, superseded or hidden.",
  reads: ["phase", "visibility", "hidden"],
  violations: wronglySeen,
};
