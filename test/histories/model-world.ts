import type { Day } from "../../images/model/day.ts";
import { imageName, type Image, type Member } from "../../images/model/image.ts";
import type { Damage, Facts, Foreign, ObservedTarget } from "../../images/plan/facts.ts";
import { plan } from "../../images/plan/plan.ts";
import type { ImagePlan, Plan, SetPlan } from "../../images/plan/types.ts";
import type { Attempt, Expectation, ImageRecord, TargetRecord, Tombstone } from "../../images/tree/record.ts";
import type { StackPolicy } from "../../images/plan/policy.ts";
import type { Version } from "../../images/model/version.ts";
import { memberNamed } from "../samples/samples.ts";
import { recordOf } from "../samples/record-samples.ts";
import { policyChange, type DayEvent, type History } from "./events.ts";
import { actsOf } from "./acts.ts";
import { ModelBuilds } from "./model-builds.ts";
import type { Run, Sight, World } from "./world.ts";

interface ModelSet {
  version: Version;
  expect: Expectation;
  images: Map<string, ImageRecord>;
}

/** What the tree, the clouds and the state hold, as far as a plan sees it. */
export interface ModelState {
  sets: Map<Version, ModelSet>;
  tombstones: Tombstone[];
  pointers: Map<string, Map<Member, Version>>;
  /** By target: the images that are there, whole or not. */
  present: Map<string, Set<string>>;
  /** By target and image: what is wrong with it. */
  damaged: Map<string, Map<string, Damage>>;
}

/** `npm run up` plans again once, when a gate closed or an image failed. */
const passes = 2;

/** A world in memory. It does what a plan says, in the order of the resource graph. */
export class ModelWorld implements World {
  readonly state: ModelState;
  #policy: StackPolicy;
  readonly #builds = new ModelBuilds();
  readonly #foreign = new Map<string, Foreign>();
  readonly #states = new Map<string, ObservedTarget["state"]>();
  readonly #rooms = new Map<string, number>();
  readonly #needed = new Map<string, Map<string, string>>();

  constructor({ policy }: Pick<History, "policy">) {
    this.#policy = policy;
    const byTarget = <Value>(value: () => Value) => new Map(policy.targets.map(({ name }) => [name, value()]));
    this.state = {
      sets: new Map(),
      tombstones: [],
      pointers: byTarget(() => new Map<Member, Version>()),
      present: byTarget(() => new Set<string>()),
      damaged: byTarget(() => new Map<string, Damage>()),
    };
    for (const { name } of policy.targets) this.#needed.set(name, new Map());
  }

  policy(): StackPolicy {
    return this.#policy;
  }

  happen(event: DayEvent): void {
    switch (event.kind) {
      case "arrives":
        this.#builds.arrive(this.#image(event), event);
        break;
      case "artifacts vanish":
        this.#builds.vanish();
        break;
      case "damaged":
        this.#damage(event);
        break;
      case "intact again":
        this.state.damaged.get(event.target)?.delete(this.#name(event));
        break;
      case "target":
        this.#states.set(event.target, event.state);
        break;
      case "room":
        this.#rooms.set(event.target, event.images);
        break;
      case "needed":
        if (event.needed) this.#needed.get(event.target)?.set(this.#name(event), "launched lately");
        else this.#needed.get(event.target)?.delete(this.#name(event));
        break;
      case "foreign":
        this.#foreign.set(event.directory, event);
        break;
      case "foreign removed":
        this.#foreign.delete(event.directory);
        break;
      default:
        this.#policy = { ...this.#policy, ...policyChange(this.#policy, event) };
    }
  }

  #damage(event: Extract<DayEvent, { kind: "damaged" }>): void {
    const { target, member, repairable } = event;
    const name = this.#name(event);
    if (this.state.present.get(target)?.has(name) !== true) return;
    this.state.damaged.get(target)?.set(name, { findings: [`${member} is missing`], repairable });
  }

  #image({ version, member }: { version: Version; member: Member }): Image {
    return { suite: this.#policy.suite, channel: this.#policy.channel, ...memberNamed(member), version };
  }

  #name(place: { version: Version; member: Member }): string {
    return imageName(this.#image(place));
  }

  facts(): Facts {
    const { suite, channel, publish, targets } = this.#policy;
    return {
      suite,
      channel,
      sets: [...this.state.sets.values()].map((set) => ({ ...set, images: [...set.images.values()] })),
      tombstones: [...this.state.tombstones],
      candidates: this.#builds.candidates.filter(
        ({ image }) => channel === "daily" || image.version === publish.version,
      ),
      foreign: [...this.#foreign.values()],
      observed: new Map(targets.map(({ name }) => [name, this.#observed(name)])),
    };
  }

  #observed(target: string): ObservedTarget {
    const state = this.#states.get(target) ?? "up";
    const damaged = state === "up" ? this.state.damaged.get(target) : undefined;
    const images = this.#rooms.get(target);
    return {
      state,
      reason: "a test",
      damaged: damaged ?? new Map(),
      needed: this.#needed.get(target) ?? new Map(),
      ...(images !== undefined && { room: { images, reason: "a quota in a test" } }),
    };
  }

  look(): Sight {
    const { pointers, present, damaged } = this.state;
    const intactAt = (target: string, images: ReadonlySet<string>) =>
      new Set([...images].filter((image) => damaged.get(target)?.has(image) !== true));
    return {
      pointers: new Map([...pointers].map(([target, families]) => [target, new Map(families)])),
      present: new Map([...present].map(([target, images]) => [target, new Set(images)])),
      intact: new Map([...present].map(([target, images]) => [target, intactAt(target, images)])),
    };
  }

  run(day: Day, killedAfter: number | null): Run {
    const budget = { acts: killedAfter ?? Infinity };
    for (let pass = 1; ; pass++) {
      const planned = plan(this.facts(), this.#policy, day);
      const tested = this.#makeAndTest(planned, day, budget);
      if (tested === "killed") return { plan: planned, complete: false };
      if (tested === "newly failed" && pass < passes) continue;
      if (tested !== "as planned") return { plan: planned, complete: false };
      return { plan: planned, complete: this.#perform(planned, budget) };
    }
  }

  /** Makes new images and tests undecided ones. All the rest of a run depends on the results. */
  #makeAndTest(planned: Plan, day: Day, budget: { acts: number }): "as planned" | "newly failed" | "broken" | "killed" {
    let result: "as planned" | "newly failed" | "broken" = "as planned";
    for (const set of planned.sets) {
      for (const image of set.images) {
        if (image.candidate !== null && image.record === null) {
          if (budget.acts-- <= 0) return "killed";
          this.#make(set, image);
        }
        const outcome = this.#attempt(set.version, image, day);
        if (outcome === "failed") result = "newly failed";
        else if (outcome === "broken" && result === "as planned") result = "broken";
      }
    }
    return result;
  }

  #make({ version, expect }: SetPlan, image: ImagePlan): void {
    const set: ModelSet = this.state.sets.get(version) ?? { version, expect, images: new Map() };
    this.state.sets.set(version, set);
    const targets: Record<string, TargetRecord> = {};
    for (const [target, { phase, days }] of image.targets) {
      // the record is written before the image is tested
      const { made, held } = days;
      const standing =
        phase === "held" && held !== undefined
          ? ({ phase, days: { made, held } } as const)
          : ({ phase: "made", days: { made } } as const);
      targets[target] = { ...standing, reason: phase, listed: false, refs: [] };
      this.state.present.get(target)?.add(image.name);
    }
    const { name, digest, packages } = image;
    set.images.set(name, recordOf(image.image, { digest, packages, targets }));
  }

  /** Tests an image where its phase asks for it. Returns the outcome; undefined where it was not tested. */
  #attempt(version: Version, { name, targets }: ImagePlan, day: Day): Attempt["outcome"] | undefined {
    const record = this.state.sets.get(version)?.images.get(name);
    const isTested = [...targets.values()].some(({ phase }) => ["made", "held", "current"].includes(phase));
    if (record === undefined || !isTested) return undefined;
    return this.#builds.attempt(record, day);
  }

  #perform(planned: Plan, budget: { acts: number }): boolean {
    for (const act of actsOf(planned, this.state)) {
      if (budget.acts-- <= 0) return false;
      act();
    }
    return true;
  }
}
