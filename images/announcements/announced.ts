import { z } from "zod";
import { daySchema } from "../model/day-schema.ts";
import { channelIdentity } from "../tree/record.ts";

const announcementSchema = z.object({
  /** `published 20260717-2542` */
  id: z.string(),
  /** The name of the way in the stack's configuration. */
  by: z.string(),
  day: daySchema,
  /** `begun`: given to its program, which may or may not have finished. */
  state: z.enum(["begun", "done"]),
});

/** `announced.json` in a channel's directory: its announcements, kept for good. */
export const announcedSchema = z.object({
  ...channelIdentity,
  kind: z.literal("Announced"),
  announcements: z.array(announcementSchema),
});

export type Announcement = z.output<typeof announcementSchema>;
export type Announced = z.output<typeof announcedSchema>;
