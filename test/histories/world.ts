import type { Day } from "../../images/model/day.ts";
import type { Member } from "../../images/model/image.ts";
import type { Facts } from "../../images/plan/facts.ts";
import type { Plan } from "../../images/plan/types.ts";
import type { StackPolicy } from "../../images/plan/policy.ts";
import type { Version } from "../../images/model/version.ts";
import type { DayEvent } from "./events.ts";

type Awaitable<Value> = Value | Promise<Value>;

/** Where a history is played: in memory, or by an engine on a real tree. */
export interface World {
  happen(event: DayEvent): Awaitable<void>;
  policy(): StackPolicy;
  /** What a run would read now. */
  facts(): Awaitable<Facts>;
  /** Runs `npm run up` on that day. Kills it after so many acts where a number is given. */
  run(day: Day, killedAfter: number | null): Awaitable<Run>;
  look(): Awaitable<Sight>;
}

export interface Run {
  /** The last plan that was carried out. */
  plan: Plan;
  /** False where the run was killed, or could not do something that is required. */
  complete: boolean;
}

/** What users of a world see, whatever its records say. */
export interface Sight {
  /** By target and family: the version to which its pointer leads. */
  pointers: ReadonlyMap<string, ReadonlyMap<Member, Version>>;
  /** By target: the images that are there as they were recorded. */
  intact: ReadonlyMap<string, ReadonlySet<string>>;
  /** By target: the images that are there, intact or not. */
  present: ReadonlyMap<string, ReadonlySet<string>>;
}
