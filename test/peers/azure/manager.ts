import type { Subscription } from "./account.ts";
import { described, describedDefinition, describedGallery, pageOf, type ManagerAnswer } from "./answers.ts";
import { put, remove, type Definition, type VersionBody } from "./galleries.ts";
import { look } from "./time.ts";
import { checkShape } from "./request-shape.ts";
import { refused } from "./rules.ts";

interface Request {
  method: string;
  url: URL;
  body: Buffer;
}

/** The Resource Manager's calls on one subscription. Each needs an action of Azure's, as its permissions reference says. */
export async function manage(subscription: Subscription, request: Request): Promise<ManagerAnswer> {
  const { url, method } = request;
  const [, , , , ...rest] = url.pathname.split("/");
  if (rest.join("/") === "locations") {
    subscription.need("Microsoft.Resources/subscriptions/locations/read");
    return { status: 200, body: { value: [...subscription.regions].map((name) => ({ name })) } };
  }
  const [, group, , , , gallery = "", images, definition, versions, version] = rest;
  if (group !== subscription.resourceGroup) throw refused("notFound", group ?? "");
  if (rest.length === 2) {
    subscription.need("Microsoft.Resources/subscriptions/resourceGroups/read");
    return { status: 200, body: { name: group, location: subscription.home } };
  }
  const found = subscription.galleries.get(gallery);
  if (images === undefined) {
    subscription.need("Microsoft.Compute/galleries/read");
    if (found === undefined) throw refused("notFound", gallery);
    return { status: 200, body: describedGallery(found) };
  }
  if (versions === undefined) {
    subscription.need("Microsoft.Compute/galleries/images/read");
    if (found === undefined) throw refused("notFound", gallery);
    if (definition === undefined)
      return pageOf(
        url,
        [...found.definitions].map(([name, each]) => describedDefinition(name, each)),
      );
  } else subscription.need(`Microsoft.Compute/galleries/images/versions/${verbs[method] ?? "read"}`);
  const place = found?.definitions.get(definition ?? "");
  if (place === undefined || definition === undefined) throw refused("notFound", definition ?? gallery);
  if (versions === undefined) return { status: 200, body: describedDefinition(definition, place) };
  const path = url.pathname.replace("/arm", "");
  if (version === undefined)
    return pageOf(
      url,
      [...place.versions].map(([name, each]) => described(`${path}/${name}`, name, each, false)),
    );
  return onVersion(subscription, request, { place, path, version });
}

const verbs: Readonly<Partial<Record<string, string>>> = { PUT: "write", DELETE: "delete" };

async function onVersion(
  subscription: Subscription,
  { method, url, body }: Request,
  { place, path, version }: { place: Definition; path: string; version: string },
): Promise<ManagerAnswer> {
  switch (method) {
    case "PUT": {
      const wanted: unknown = JSON.parse(body.toString());
      checkShape("GalleryImageVersion", wanted);
      // the mappers have checked its shape
      const made = await put(place, version, wanted as VersionBody, subscription);
      return { status: 201, body: described(path, version, made, false) };
    }
    case "DELETE":
      return { status: remove(place, version, subscription) ? 202 : 204 };
    default: {
      const seen = look(place, version, subscription);
      if (seen === undefined) throw refused("notFound", version);
      const expanded = url.searchParams.get("$expand") === "ReplicationStatus";
      return { status: 200, body: described(path, version, seen, expanded) };
    }
  }
}
