import type { Problem } from "../../../../images/model/errors.ts";
import type { Places } from "../../../../storage/tree/places.ts";
import type { Job, Made } from "./make-files.ts";
import type { Repair } from "../repair/repair-files.ts";

/** What a thread is told: to work on an image, or to stop the work that it has. */
export type Order = Task | "cancel";

/** What a thread does with one image. */
export type Task =
  { kind: "make"; job: Job } | { kind: "promote"; job: Job; places: Places } | { kind: "repair"; repair: Repair };

/** What a thread says of its image: progress, then how it ended. */
export type Message = { kind: "progress"; text: string } | Ending;

export type Ending =
  | { kind: "made"; made: Made }
  /** The names of the files that could not be repaired. */
  | { kind: "repaired"; lost: string[] }
  | { kind: "rejected"; findings: readonly string[] }
  | { kind: "refused"; problems: readonly Problem[] }
  | { kind: "broken"; message: string };
