import type { Definition, Gallery, Version } from "./galleries.ts";

/** An answer of the Resource Manager. */
export interface ManagerAnswer {
  status: number;
  body?: unknown;
}

const displayNames: Readonly<Partial<Record<string, string>>> = {
  westeurope: "West Europe",
  eastus: "East US",
  southeastasia: "Southeast Asia",
};

/** The name of a region that people see, which Azure puts into answers. */
const display = (region: string): string => displayNames[region] ?? region;

export const describedGallery = ({ location, properties }: Gallery): object => ({
  location: display(location),
  properties,
});

export const describedDefinition = (name: string, { location, properties }: Definition): object => ({
  name,
  location: display(location),
  properties,
});

/** A version in an answer. Only an expanded one (`$expand`) says how far each region is. */
export function described(id: string, name: string, { body, state, copying }: Version, expanded: boolean): object {
  const { publishingProfile, ...properties } = body.properties;
  const targetRegions = publishingProfile.targetRegions.map((region) => ({ ...region, name: display(region.name) }));
  const summary = [...copying].map(([region, looks]) => ({
    region: display(region),
    state: looks === 0 ? "Completed" : "Replicating",
    progress: looks === 0 ? 100 : 10,
  }));
  return {
    id,
    name,
    location: display(body.location),
    tags: body.tags,
    properties: {
      ...properties,
      publishingProfile: { ...publishingProfile, targetRegions },
      provisioningState: state,
      ...(expanded && { replicationStatus: { aggregatedState: "InProgress", summary } }),
    },
  };
}

/** Items on a page: few, so that a list has several pages. */
const pageSize = 2;

export function pageOf(url: URL, items: readonly object[]): ManagerAnswer {
  const first = Number(url.searchParams.get("$skiptoken") ?? 0);
  const next = new URL(url);
  next.searchParams.set("$skiptoken", String(first + pageSize));
  const isLast = first + pageSize >= items.length;
  return {
    status: 200,
    body: { value: items.slice(first, first + pageSize), ...(!isLast && { nextLink: next.href }) },
  };
}
