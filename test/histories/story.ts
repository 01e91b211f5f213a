import { addDays, formatDay, type Day } from "../../images/model/day.ts";
import { memberOf, type Member } from "../../images/model/image.ts";
import type { Plan, TargetPlan } from "../../images/plan/types.ts";
import { day as dayOf, policy as defaults, retention, version as versionOf } from "../samples/samples.ts";
import type { StackPolicy } from "../../images/plan/policy.ts";
import type { Version } from "../../images/model/version.ts";
import type { DayEvent, Outcome } from "./events.ts";
import { ModelWorld } from "./model-world.ts";

/** A cloud in the policy of a story. */
export const cloud = { name: "aws", kind: "cloud", required: false, vendors: null } as const;

const policy: StackPolicy = {
  ...defaults,
  expect: { required: ["generic/amd64"], bestEffort: ["generic/arm64"] },
  retention: { ...retention, grace: 60 },
  dailyPublish: "always",
};

interface Arrival {
  members?: readonly Member[];
  outcomes?: readonly Outcome[];
  bytes?: number;
  packages?: number;
}

/** A short history in memory, told by a test step by step. */
export class Story {
  readonly world: ModelWorld;
  day: Day;
  plan: Plan | undefined;

  constructor(change: Partial<StackPolicy> = {}, start = "2026-07-01") {
    this.world = new ModelWorld({ policy: { ...policy, ...change } });
    this.day = dayOf(start);
  }

  happens(...events: DayEvent[]): this {
    for (const event of events) this.world.happen(event);
    return this;
  }

  /** A build of today arrives: by default all of its images, with its own packages. */
  arrives(version: string, arrival: Arrival = {}): this {
    const { members = ["generic/amd64", "generic/arm64"], outcomes = ["passed"], bytes = 1 } = arrival;
    const { packages = Number(version.replace("-", "")) } = arrival;
    const set = versionOf(version);
    if (this.world.policy().channel === "release") this.happens({ kind: "publish", version: set });
    return this.happens(
      ...members.map((member) => ({ kind: "arrives", version: set, member, bytes, packages, outcomes }) as const),
    );
  }

  /** A person retires a target. */
  retires(target: string): this {
    return this.happens({ kind: "retired", target });
  }

  run(): this {
    this.plan = this.world.run(this.day, null).plan;
    return this;
  }

  /** Runs some days later. */
  after(days: number): this {
    this.day = addDays(this.day, days);
    return this.run();
  }

  /** What the last plan says of an image at a target; undefined where it says nothing. */
  at(version: string, member: Member = "generic/amd64", target = "mirror"): TargetPlan | undefined {
    const images = this.plan?.sets.find((set) => set.version === version)?.images;
    return images?.find(({ image }) => memberOf(image) === member)?.targets.get(target);
  }

  phase(version: string, member?: Member, target?: string): TargetPlan["phase"] | undefined {
    return this.at(version, member, target)?.phase;
  }

  pointer(member: Member = "generic/amd64", target = "mirror"): Version | undefined {
    return this.plan?.pointers.get(target)?.get(member);
  }

  /** The days of an image at a target, by phase, as text. */
  days(version: string, member?: Member, target?: string): Record<string, string> {
    const days = Object.entries(this.at(version, member, target)?.days ?? {});
    return Object.fromEntries(days.flatMap(([phase, day]) => (day === undefined ? [] : [[phase, formatDay(day)]])));
  }
}
