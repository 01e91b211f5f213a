import { z } from "zod";
import type { Subject } from "../../images/model/subject.ts";
import { componentTypes, resourceTypes, versionInputs } from "../../images/tree/resources.ts";
import { isListed } from "../../images/tree/visibility.ts";
import { channelOf, imageNameOf, subjectIn, type Registered } from "../identity.ts";
import type { Components, Rule } from "../rule.ts";

const listedInput = z.object({ listed: z.array(z.string()) });
const imagesInput = versionInputs.pick({ images: true });

/** Whether the resource belongs to a public release image, and nothing stops the engine from replacing or deleting it. */
function isUnprotected(resource: Registered, components: Components): boolean {
  if (resource.protect || channelOf(resource)?.channel !== "release") return false;
  return isOfPublicImage(resource, components) || isPublicSet(resource);
}

/** The parts whose loss would lose an image: not the group, the tests' evidence or the access. */
const isImageItself = (subject: Subject): boolean =>
  subject.of === "image" && (subject.part === "files" || subject.part === "upload");

function isOfPublicImage(resource: Registered, components: Components): boolean {
  if (!isImageItself(subjectIn(resource))) return false;
  const image = components.get(`${componentTypes.publishedImage}::${imageNameOf(resource) ?? ""}`);
  return (listedInput.safeParse(image?.props).data?.listed ?? []).length > 0;
}

function isPublicSet({ type, props }: Registered): boolean {
  if (type !== resourceTypes.version) return false;
  return (imagesInput.safeParse(props).data?.images ?? []).some(({ phase }) => isListed(phase));
}

export const releaseProtected: Rule = {
  name: "release-protected",
  description: "The files and the set of a release image that is public are protected.",
  reads: ["image", "listed", "images", "suite", "channel"],
  violations: (resource, components) =>
    isUnprotected(resource, components) ? ["expected protect: true while it is public"] : [],
};
