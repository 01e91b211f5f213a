import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { z } from "zod";
import { openstackTypes } from "../images/openstack-resources.ts";
import { resourceTypes, versionInputs } from "../images/resources.ts";
import { isListed } from "../images/visibility.ts";
import { channelOf, componentTypes, imageNameOf } from "./identity.ts";

const listedInput = z.object({ listed: z.array(z.string()) });
const imagesInput = versionInputs.pick({ images: true });

/** Resources of public release images that the engine would replace or delete without a word. */
export function unprotected(resources: readonly PolicyResource[]): PolicyResource[] {
  const release = resources.filter((resource) => channelOf(resource)?.channel === "release");
  const listed = new Set(release.filter(isPublicImage).map(({ name }) => name));
  return release.filter((resource) => !resource.opts.protect && (isFilesOf(listed, resource) || isPublicSet(resource)));
}

/** Behind the component that groups them there is nothing, and what goes with an access is who sees the image, not the image. */
const standsBehindNothing: ReadonlySet<string> = new Set([componentTypes.publishedImage, openstackTypes.imageAccess]);

const isFilesOf = (listed: ReadonlySet<string>, resource: PolicyResource): boolean =>
  !standsBehindNothing.has(resource.type) && listed.has(imageNameOf(resource) ?? "");

function isPublicImage({ type, props }: PolicyResource): boolean {
  if (type !== componentTypes.publishedImage) return false;
  return (listedInput.safeParse(props).data?.listed ?? []).length > 0;
}

function isPublicSet({ type, props }: PolicyResource): boolean {
  if (type !== resourceTypes.version) return false;
  return (imagesInput.safeParse(props).data?.images ?? []).some(({ phase }) => isListed(phase));
}

export const releaseProtected: StackValidationPolicy = {
  name: "release-protected",
  description: "The files and the set of a release image that is public are protected.",
  enforcementLevel: "mandatory",
  validateStack({ resources }, report) {
    for (const { name, urn } of unprotected(resources))
      report(`${name}: expected protect: true while it is public`, urn);
  },
};
