import { tags } from "../model/tags.ts";
import type { Identity } from "./version.ts";

export const tagsOf = ({ image, digest }: Identity): Record<string, string> => ({
  [tags.image]: image,
  [tags.digest]: digest,
});

export interface WantedRegion {
  name: string;
  /** Whether `latest` skips it there. */
  excluded: boolean;
}

interface WantedBody {
  home: string;
  tags: Readonly<Record<string, string>>;
  source: { blob: { storageAccountId: string; uri: string } } | { versionId: string };
  regions: readonly WantedRegion[];
  /** Whether `latest` skips it everywhere. */
  excluded: boolean;
  replicas: number;
  guardedUntil: string | null;
  /** Azure refuses to delete it before `guardedUntil`. */
  isGuarded: boolean;
}

/** A version, as the Resource Manager takes it: always complete, so that the same call makes it and changes it. */
export function versionBody(wanted: WantedBody): object {
  const { home, tags: wantedTags, source, regions, excluded, replicas, guardedUntil, isGuarded } = wanted;
  return {
    location: home,
    tags: wantedTags,
    properties: {
      storageProfile:
        "blob" in source ? { osDiskImage: { source: source.blob } } : { source: { id: source.versionId } },
      publishingProfile: {
        targetRegions: regions.map(({ name, excluded: isExcluded }) => ({
          name,
          regionalReplicaCount: replicas,
          storageAccountType: "Standard_LRS",
          excludeFromLatest: isExcluded,
        })),
        replicaCount: replicas,
        excludeFromLatest: excluded,
        storageAccountType: "Standard_LRS",
        replicationMode: "Full",
        ...(guardedUntil !== null && { endOfLifeDate: guardedUntil }),
      },
      safetyProfile: { allowDeletionOfReplicatedLocations: true, blockDeletionBeforeEndOfLife: isGuarded },
    },
  };
}
