import { createHash } from "node:crypto";
import type { Channel } from "../../../images/model/definitions/channels.ts";
import type { Target } from "../../../images/model/target.ts";
import { facts as cloudFacts } from "../../../targets/facts.ts";
import type { ObservedCloud, RecordedAtTarget, TargetFacts } from "../../../targets/target.ts";
import { Handed } from "./handed.ts";

type ByTarget = ReadonlyMap<string, ObservedCloud>;

const handed = new Handed<ByTarget>();

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
    return new Map(found.flatMap((each) => [...each]).map(([name, cloud]) => [name, askedOnce(cloud)]));
  });

/** A command and its program share what was seen: the second that asks for the room gets the first one's answer. */
function askedOnce({ askRoom, ...seen }: ObservedCloud): ObservedCloud {
  if (askRoom === undefined) return seen;
  let answer: Promise<ObservedCloud> | undefined;
  return {
    ...seen,
    askRoom: () => {
      answer ??= askRoom();
      return answer;
    },
  };
}

/**
 * Hands over what this process saw in the clouds, to the program of a preview.
 *
 * An update gets nothing: a preview before it has taken its time, an approval perhaps a night. The update deletes and shows, so it asks
 * anew who launched an image meanwhile, which region fell out and what room is left. Where that gives another plan than was
 * previewed, the engine stops before the step that differs.
 */
export const handOverClouds = <Result>(work: () => Promise<Result>): Promise<Result> => handed.handOver(work);

const keyOf = (...asked: readonly unknown[]): string =>
  createHash("sha256").update(JSON.stringify(asked)).digest("hex");
