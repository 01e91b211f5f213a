import type { GoogleImage } from "../../../../clients/gcp/images.ts";
import type { Binding, Policy } from "../../../../clients/gcp/policies.ts";
import { debianLabels } from "../../model/properties.ts";
import type { GcpAccessInputs } from "../../model/resources.ts";

/** The differences between an image's access and the wanted one, pure. */

type Access = Pick<GcpAccessInputs, "public" | "family" | "obsolete" | "replacement">;

interface SeenImage {
  image: GoogleImage;
  policy: Policy;
}

/** Everybody with a Google account; Google refuses `allUsers` on images. */
const everybody = "allAuthenticatedUsers";
const userRole = "roles/compute.imageUser";

const isOpen = ({ members }: Binding): boolean => members.includes(everybody);

/** Whether everybody may start it: by the role of its users, without a condition. */
export const isPublic = ({ bindings }: Policy): boolean =>
  bindings.some((binding) => binding.role === userRole && binding.condition === undefined && isOpen(binding));

/** Whether everybody has any right to it, however it was given. */
const isExposed = ({ bindings }: Policy): boolean => bindings.some(isOpen);

/** The policy with everybody in it, or in none of its bindings; the other members stay. */
export function withEverybody(policy: Policy, allowed: boolean): Policy {
  const others = policy.bindings
    .map((binding) => ({ ...binding, members: binding.members.filter((member) => member !== everybody) }))
    .filter(({ members }) => members.length > 0);
  if (!allowed) return { ...policy, bindings: others };
  const isPlain = ({ role, condition }: Binding): boolean => role === userRole && condition === undefined;
  const members = [...(others.find(isPlain)?.members ?? []), everybody];
  return { ...policy, bindings: [...others.filter((binding) => !isPlain(binding)), { role: userRole, members }] };
}

export const hasPublicity = (policy: Policy, wanted: boolean): boolean =>
  wanted ? isPublic(policy) : !isExposed(policy);

/** Whether it is in a wrong family, or in one although it should be in none. Joining its family is not this resource's work. */
export const isStray = ({ family }: GoogleImage, own: string | null): boolean => family !== "" && family !== own;

export const stateOf = ({ deprecated }: GoogleImage): string => deprecated?.state ?? "ACTIVE";

/** The differences by name. An update corrects each, but an obsolete image may have to stay obsolete. */
export function differences({ image, policy }: SeenImage, wanted: Access): string[] {
  return [
    ...(hasPublicity(policy, wanted.public) ? [] : [wanted.public ? "it is not public" : "it is public"]),
    ...(isStray(image, wanted.family) ? [`family ${image.family}`] : []),
    ...(isObsolete(image) === wanted.obsolete ? [] : [`it is ${stateOf(image)}`]),
    ...((image.labels[debianLabels.replacement] ?? null) === wanted.replacement ? [] : ["its replacement"]),
  ];
}

const isObsolete = (image: GoogleImage): boolean => ["OBSOLETE", "DELETED"].includes(stateOf(image));
