import { z } from "zod";

/** The Resource Manager's answers about galleries, as far as they are read. */

/** Azure answers with the name that people see, `West Europe`, and takes the short one. */
const regionName = (name: string): string => name.toLowerCase().replaceAll(" ", "");

export const region = z.string().transform(regionName);

export const gallerySchema = z.object({
  location: region,
  properties: z.object({
    sharingProfile: z
      .object({
        permissions: z.string().optional(),
        communityGalleryInfo: z.object({ publicNames: z.array(z.string()).nullish() }).nullish(),
      })
      .nullish(),
    softDeletePolicy: z.object({ isSoftDeleteEnabled: z.boolean().nullish() }).nullish(),
  }),
});

export const definitionSchema = z.object({
  name: z.string(),
  location: region,
  properties: z.object({
    osType: z.string(),
    osState: z.string(),
    hyperVGeneration: z.string().default("V1"),
    architecture: z.string().default("x64"),
    features: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
  }),
});

const targetRegionSchema = z.object({
  name: region,
  regionalReplicaCount: z.number().nullish(),
  excludeFromLatest: z.boolean().nullish(),
});

export const versionSchema = z.object({
  id: z.string(),
  name: z.string(),
  location: region,
  tags: z
    .record(z.string(), z.string())
    .nullish()
    .transform((tags) => tags ?? {}),
  properties: z.object({
    provisioningState: z.string(),
    storageProfile: z.object({ source: z.object({ id: z.string().nullish() }).nullish() }).nullish(),
    publishingProfile: z
      .object({
        targetRegions: z.array(targetRegionSchema).default([]),
        excludeFromLatest: z.boolean().nullish(),
        endOfLifeDate: z.string().nullish(),
      })
      .default({ targetRegions: [] }),
    safetyProfile: z.object({ blockDeletionBeforeEndOfLife: z.boolean().nullish() }).nullish(),
    replicationStatus: z
      .object({
        summary: z
          .array(
            z.object({
              region,
              state: z.string(),
              progress: z.number().nullish(),
              details: z.string().nullish(),
            }),
          )
          .default([]),
      })
      .nullish(),
  }),
});

export type Gallery = z.output<typeof gallerySchema>;
export type Definition = z.output<typeof definitionSchema>;
export type GalleryVersion = z.output<typeof versionSchema>;
