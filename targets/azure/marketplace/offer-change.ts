import { z } from "zod";
import { expectedOf } from "../../../images/model/text/expected-words.ts";
import { UserError } from "../../../images/model/errors.ts";
import type { GalleryDefinition } from "../model/definition.ts";
import { publisher } from "../model/plan.ts";

/**
 * The change of an offer in Azure's Marketplace, as Microsoft's Product Ingestion takes it. An offer is changed in its draft; a person
 * submits the draft. Formats: product-ingestion schemas 2022-03-01-preview2 and later (release-engineering/cloudpub schemas/azure).
 */

/** A version in the private gallery, from which the Marketplace copies. */
export interface MarketplaceImage {
  /** `debian-13-azure-amd64-20260717-2542` */
  name: string;
  offer: string;
  plan: string;
  architecture: GalleryDefinition["architecture"];
  /** `0.20260717.2542` */
  version: string;
  tenant: string;
  /** The private version's whole name. */
  resourceId: string;
}

const reference = z.union([z.string(), z.looseObject({ externalId: z.string() })]);
const imageSchema = z.looseObject({ imageType: z.string() });
const configurationSchema = z.looseObject({
  $schema: z.string(),
  plan: reference,
  vmImageVersions: z.array(z.looseObject({ versionNumber: z.string(), vmImages: z.array(imageSchema) })).default([]),
  skus: z.array(z.looseObject({ imageType: z.string(), skuId: z.string() })).default([]),
});
const namedSchema = z.looseObject({
  $schema: z.string(),
  id: z.string(),
  identity: z.looseObject({ externalId: z.string() }),
});
const treeSchema = z.looseObject({ resources: z.array(z.looseObject({ $schema: z.string() })) });

type Configuration = z.output<typeof configurationSchema>;

const configureSchema = "https://schema.mp.microsoft.com/schema/configure/2022-03-01-preview2";
const isA = (type: string, { $schema }: { $schema: string }): boolean => $schema.includes(`/schema/${type}/`);
const imageTypes: Readonly<Record<GalleryDefinition["architecture"], string>> = { x64: "x64Gen2", Arm64: "arm64Gen2" };

interface OfferChange {
  /** The body of `POST configure`; null where the draft has everything. */
  body: object | null;
  /** For a person: what is added where, and what gets nothing. */
  lines: readonly string[];
}

/**
 * What must be added to an offer's draft for it to have the images. Everything else of each plan's configuration stays as it is in the
 * draft: a configuration is replaced whole.
 *
 * @param tree `GET resource-tree/product/{id}?targetType=draft`
 */
export function offerChange(tree: unknown, images: readonly MarketplaceImage[], file: string): OfferChange {
  const lines: string[] = [];
  const changed = plansIn(tree, images, file).flatMap(({ configuration, wanted }) => {
    const after = withImages(configuration, wanted, lines, file);
    return after === configuration ? [] : [after];
  });
  return { body: changed.length === 0 ? null : { $schema: configureSchema, resources: changed }, lines };
}

/** What an offer has of the images, by the names that Azure's users know: `Debian:debian-13:13-gen2:0.20260717.2542`. */
export const liveIn = (
  tree: unknown,
  images: readonly MarketplaceImage[],
  file: string,
): { image: string; name: string }[] =>
  plansIn(tree, images, file).flatMap(({ configuration, wanted }) =>
    wanted
      .filter((image) => hasImage(configuration, image))
      .map((image) => {
        const { skuId } = skuOf(configuration, image, file);
        return { image: image.name, name: [publisher, image.offer, skuId, image.version].join(":") };
      }),
  );

interface OfferedPlan {
  configuration: Configuration;
  /** The images that belong to it. */
  wanted: readonly MarketplaceImage[];
}

/** The offer's plans that have images of ours, or are to have them. */
function plansIn(tree: unknown, images: readonly MarketplaceImage[], file: string): OfferedPlan[] {
  const { resources } = parsed(treeSchema, tree, file);
  const named = (type: string) =>
    resources.filter((resource) => isA(type, resource)).map((resource) => parsed(namedSchema, resource, file));
  const offer = named("product")[0]?.identity.externalId ?? "";
  const ours = images.filter((image) => image.offer === offer);
  if (ours.length === 0)
    throw wrong(file, offer, `an offer of ${[...new Set(images.map((image) => image.offer))].join(", ") || "nothing"}`);
  const configurations = resources
    .filter((resource) => isA("virtual-machine-plan-technical-configuration", resource))
    .map((resource) => parsed(configurationSchema, resource, file));
  return [...Map.groupBy(ours, ({ plan }) => plan)].map(([plan, wanted]) => {
    const id = named("plan").find(({ identity }) => identity.externalId === plan)?.id;
    const found = configurations.find(({ plan: of }) => (typeof of === "string" ? of === id : of.externalId === plan));
    if (found === undefined) throw wrong(file, "", `a technical configuration of the plan ${plan}`);
    return { configuration: found, wanted };
  });
}

/** The same object where it has them all. */
function withImages(
  before: Configuration,
  images: readonly MarketplaceImage[],
  lines: string[],
  file: string,
): Configuration {
  const types = images.map(imageTypeOf);
  for (const { imageType, skuId } of before.skus)
    if (!types.includes(imageType)) lines.push(`${skuId} (${imageType}) gets nothing: no image of this kind is made`);
  return images.reduce((configuration, image) => withImage(configuration, image, lines, file), before);
}

function withImage(
  configuration: Configuration,
  image: MarketplaceImage,
  lines: string[],
  file: string,
): Configuration {
  const { skuId } = skuOf(configuration, image, file);
  if (hasImage(configuration, image)) return configuration;
  const { version, tenant, resourceId } = image;
  lines.push(`${skuId} (${imageTypeOf(image)}) gets ${version}`);
  const source = { sourceType: "sharedImageGallery", sharedImage: { tenantId: tenant, resourceId } };
  const added = { imageType: imageTypeOf(image), source };
  const versions = configuration.vmImageVersions;
  const found = versions.find(({ versionNumber }) => versionNumber === version);
  const vmImageVersions =
    found === undefined
      ? [...versions, { versionNumber: version, vmImages: [added], lifecycleState: "generallyAvailable" }]
      : versions.map((each) => (each === found ? { ...each, vmImages: [...each.vmImages, added] } : each));
  return { ...configuration, vmImageVersions };
}

const imageTypeOf = ({ architecture }: MarketplaceImage): string => imageTypes[architecture];

const hasImage = ({ vmImageVersions }: Configuration, image: MarketplaceImage): boolean =>
  vmImageVersions.some(
    ({ versionNumber, vmImages }) =>
      versionNumber === image.version && vmImages.some(({ imageType }) => imageType === imageTypeOf(image)),
  );

function skuOf({ skus }: Configuration, image: MarketplaceImage, file: string): Configuration["skus"][number] {
  const imageType = imageTypeOf(image);
  const sku = skus.find((each) => each.imageType === imageType);
  if (sku !== undefined) return sku;
  throw wrong(file, "", `a sku of the plan ${image.plan} for ${imageType}; add one in Partner Center`);
}

/** Versions of ours that a tree of what is live does not have yet. */
export function missingIn(tree: unknown, images: readonly MarketplaceImage[], file: string): readonly string[] {
  return offerChange(tree, images, file).lines.filter((line) => line.includes(" gets 0."));
}

function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown, file: string): z.output<Schema> {
  const { data, error } = schema.safeParse(value);
  if (error === undefined) return data;
  const [issue] = error.issues;
  const path = issue?.path.map(String).join(".") ?? "";
  const where = path === "" ? file : `${file}: ${path}`;
  throw wrong(where, "", issue === undefined ? "a resource tree" : expectedOf(issue));
}

const wrong = (where: string, value: string, expected: string): UserError =>
  new UserError({
    where,
    value,
    expected,
    remedy: "fetch the offer again: GET resource-tree/product/{id}?targetType=draft of Product Ingestion",
  });
