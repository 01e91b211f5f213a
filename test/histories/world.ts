import type { Day } from "../../images/model/day.ts";
import type { Member } from "../../images/model/image.ts";
import type { Facts } from "../../images/plan/facts.ts";
import type { Plan } from "../../images/plan/types.ts";
import type { StackPolicy } from "../../images/plan/policy.ts";
import type { Version } from "../../images/model/version.ts";
import type { DayEvent } from "./events.ts";

export type Awaitable<Value> = Value | Promise<Value>;

/** Where a history is played: a model of the tree, or the real engine on a real one. */
export interface World {
  happen(event: DayEvent): Awaitable<void>;
  policy(): StackPolicy;
  /** What a run would read now. */
  facts(): Awaitable<Facts>;
  /** One `npm run up` on that day, killed after so many acts if a number is given. */
  run(day: Day, killedAfter: number | null): Awaitable<Run>;
  look(): Awaitable<Sight>;
}

export interface Run {
  /** The plan that was carried out last. */
  plan: Plan;
  /** False where it was killed, or something required could not be done. */
  complete: boolean;
}

/** The world as its users see it, beside what the records say. */
export interface Sight {
  /** By target, where each family's pointer leads. */
  pointers: ReadonlyMap<string, ReadonlyMap<Member, Version>>;
  /** By target, the images whose object is there and as it was recorded. */
  intact: ReadonlyMap<string, ReadonlySet<string>>;
  /** By target, the images of which something is there, intact or not. */
  present: ReadonlyMap<string, ReadonlySet<string>>;
}
