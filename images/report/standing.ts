import type { ImagePlan, Plan } from "../plan/types.ts";
import type { PublicationReport } from "./types.ts";

/** Of the records: what the plan wants may still not come about. */
export function standingOf({ sets }: Plan): PublicationReport["standing"] {
  const recorded = sets.map((set) => ({ ...set, images: set.images.filter(isThere) })).filter(isNotEmpty);
  return {
    sets: recorded.length,
    images: recorded.reduce((sum, { images }) => sum + images.length, 0),
    current: recorded.find(({ images }) => images.some(isCurrent))?.version ?? null,
  };
}

const isThere = ({ record }: ImagePlan): boolean =>
  Object.values(record?.targets ?? {}).some(({ phase }) => phase !== "gone");

const isNotEmpty = ({ images }: { images: readonly ImagePlan[] }): boolean => images.length > 0;

const isCurrent = ({ record }: ImagePlan): boolean =>
  Object.values(record?.targets ?? {}).some(({ phase }) => phase === "current");
