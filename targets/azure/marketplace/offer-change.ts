import { z } from "zod";
import { expectedOf } from "../../../images/model/text/expected-words.ts";
import { UserError } from "../../../images/model/errors.ts";
import type { GalleryDefinition } from "../model/definition.ts";

/**
 * The change of an offer in Azure's Marketplace, as Microsoft's Product Ingestion takes it. An offer is changed in its draft; a person
 * submits the draft. Formats: product-ingestion schemas 2022-03-01-preview2 and later (release-engineering/cloudpub schemas/azure).
 */

/** A version in the private gallery, from which the Marketplace copies. */
export interface MarketplaceImage {
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

export interface OfferChange {
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
  const lines: string[] = [];
  const changed = [...Map.groupBy(ours, ({ plan }) => plan)].flatMap(([plan, wanted]) => {
    const id = named("plan").find(({ identity }) => identity.externalId === plan)?.id;
    const found = configurations.find(({ plan: of }) => (typeof of === "string" ? of === id : of.externalId === plan));
    if (found === undefined) throw wrong(file, "", `a technical configuration of the plan ${plan}`);
    const after = withImages(found, wanted, lines, file);
    return after === found ? [] : [after];
  });
  return { body: changed.length === 0 ? null : { $schema: configureSchema, resources: changed }, lines };
}

/** The same object where it has them all. */
function withImages(
  before: Configuration,
  images: readonly MarketplaceImage[],
  lines: string[],
  file: string,
): Configuration {
  const types = images.map(({ architecture }) => imageTypes[architecture]);
  for (const { imageType, skuId } of before.skus)
    if (!types.includes(imageType)) lines.push(`${skuId} (${imageType}) gets nothing: no image of this kind is made`);
  return images.reduce((configuration, image) => withImage(configuration, image, lines, file), before);
}

function withImage(
  configuration: Configuration,
  { architecture, version, plan, tenant, resourceId }: MarketplaceImage,
  lines: string[],
  file: string,
): Configuration {
  const imageType = imageTypes[architecture];
  const sku = configuration.skus.find((each) => each.imageType === imageType);
  if (sku === undefined) throw wrong(file, "", `a sku of the plan ${plan} for ${imageType}; add one in Partner Center`);
  const versions = configuration.vmImageVersions;
  const found = versions.find(({ versionNumber }) => versionNumber === version);
  if (found?.vmImages.some((each) => each.imageType === imageType) === true) return configuration;
  lines.push(`${sku.skuId} (${imageType}) gets ${version}`);
  const source = { sourceType: "sharedImageGallery", sharedImage: { tenantId: tenant, resourceId } };
  const image = { imageType, source };
  const vmImageVersions =
    found === undefined
      ? [...versions, { versionNumber: version, vmImages: [image], lifecycleState: "generallyAvailable" }]
      : versions.map((each) => (each === found ? { ...each, vmImages: [...each.vmImages, image] } : each));
  return { ...configuration, vmImageVersions };
}

/** Versions of ours that a tree of what is live does not have yet. */
export function missingIn(tree: unknown, images: readonly MarketplaceImage[], file: string): readonly string[] {
  return offerChange(tree, images, file).lines.filter((line) => line.includes(" gets 0."));
}

function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown, file: string): z.output<Schema> {
  const { data, error } = schema.safeParse(value);
  if (error === undefined) return data;
  const [issue] = error.issues;
  throw wrong(
    `${file}: ${issue?.path.map(String).join(".") ?? ""}`,
    "",
    issue === undefined ? "a resource tree" : expectedOf(issue),
  );
}

const wrong = (where: string, value: string, expected: string): UserError =>
  new UserError({
    where,
    value,
    expected,
    remedy: "fetch the offer again: GET resource-tree/product/{id}?targetType=draft of Product Ingestion",
  });
