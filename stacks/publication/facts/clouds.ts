import { createHash } from "node:crypto";
import { z } from "zod";
import type { Channel } from "../../../images/model/definitions/channels.ts";
import type { Target } from "../../../images/model/target.ts";
import type { Damage, Room } from "../../../images/plan/facts.ts";
import { facts as cloudFacts } from "../../../targets/facts.ts";
import type { ObservedCloud, RecordedAtTarget, TargetFacts } from "../../../targets/target.ts";
import { Handed } from "./handed.ts";

type ByTarget = ReadonlyMap<string, ObservedCloud>;

const damage: z.ZodType<Damage> = z.object({ findings: z.array(z.string()), repairable: z.boolean() });
const room: z.ZodType<Room> = z.object({ images: z.number(), reason: z.string() });
const observed = z.object({
  state: z.enum(["up", "down", "unknown"]),
  reason: z.string(),
  damaged: z.map(z.string(), damage),
  room: room.exactOptional(),
  needed: z.map(z.string(), z.string()),
});
const byTarget: z.ZodType<ByTarget> = z.map(z.string(), z.object({ observed, warnings: z.array(z.string()) }));

const handed = new Handed<ByTarget>({
  variable: "CLOUD_IMAGES_CLOUD_FACTS",
  file: "cloud-facts",
  schema: byTarget,
});

/**
 * What each cloud has of the recorded images, by target. Each region of each cloud is asked, except by a program whose command has
 * asked just before, about the same targets and the same records.
 */
export const observeClouds = (
  targets: readonly Target[],
  channel: Channel,
  recorded: readonly RecordedAtTarget[],
  clouds: readonly TargetFacts[] = cloudFacts,
): Promise<ByTarget> =>
  handed.orRead(keyOf(targets, channel, recorded), async () => {
    const found = await Promise.all(clouds.map((cloud) => cloud.observe(targets, channel, recorded)));
    return new Map(found.flatMap((each) => [...each]));
  });

/**
 * Writes what this process saw in the clouds into the folder. Returns the environment variables for the program of a preview.
 *
 * An update gets none: a preview before it has taken its time, an approval perhaps a night. The update deletes and shows, so it asks
 * anew who launched an image meanwhile, which region fell out and what room is left. Where that gives another plan than was
 * previewed, the engine stops before the step that differs.
 */
export const handOverClouds = (folder: string): Promise<NodeJS.ProcessEnv> => handed.handOver(folder);

const keyOf = (...asked: readonly unknown[]): string =>
  createHash("sha256").update(JSON.stringify(asked)).digest("hex");
