import type { Days, Phase, Tombstone } from "./record.ts";

/** Where an image's files are: `staging` until it is shown, `tree` from then on, `quarantine` once it is withdrawn or lost. */
type Place = "staging" | "tree" | "quarantine";

interface Visibility {
  /** Null for a deleted image. */
  place: Place | null;
  /** Higher is more public. */
  rank: number;
  /** The days that an image in this phase must have. */
  days: readonly (keyof Days)[];
}

const visibilities: Readonly<Record<Phase, Visibility>> = {
  made: { place: "staging", rank: 0, days: ["made"] },
  held: { place: "staging", rank: 0, days: ["made", "held"] },
  failed: { place: "staging", rank: 0, days: ["made", "failed"] },
  withdrawn: { place: "quarantine", rank: 0, days: ["made", "withdrawn"] },
  lost: { place: "quarantine", rank: 0, days: ["made", "lost"] },
  gone: { place: null, rank: 0, days: ["made", "gone"] },
  hidden: { place: "tree", rank: 1, days: ["made", "shown", "hidden"] },
  superseded: { place: "tree", rank: 2, days: ["made", "shown", "superseded"] },
  current: { place: "tree", rank: 3, days: ["made", "shown"] },
};

export const placeOf = (phase: Phase): Place | null => visibilities[phase].place;

export const publicRank = (phase: Phase): number => visibilities[phase].rank;

/** Public and named by the index: what may not be replaced or removed without being hidden first. */
export const isListed = (phase: Phase): boolean => publicRank(phase) > publicRank("hidden");

/** The days that an image in this phase should have and has not. */
export const missingDays = (phase: Phase, days: Readonly<Partial<Record<keyof Days, unknown>>>): (keyof Days)[] =>
  visibilities[phase].days.filter((day) => days[day] === undefined);

/** Whether the image of a tombstone was public once. An old tombstone says at most the phase that the image had last. */
export const mayHaveBeenShown = ({ shown, phase }: Pick<Tombstone, "shown" | "phase">): boolean =>
  shown === undefined ? phase === undefined || placeOf(phase) !== "staging" : shown !== null;
