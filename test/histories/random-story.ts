import { formatDay, type Day } from "../../images/model/day.ts";
import { expectationOf } from "../../images/model/expectation.ts";
import type { Member } from "../../images/model/image.ts";
import type { Version } from "../../images/model/version.ts";
import type { StackPolicy } from "../../images/plan/policy.ts";
import { version as versionOf } from "../samples/samples.ts";
import type { DayEvent, Outcome } from "./events.ts";
import type { Random } from "./random.ts";
import { randomLimit } from "./random-policy.ts";

interface Built {
  version: Version;
  member: Member;
}

/** The events of a random history, day by day: each depends on those before. */
export class RandomStory {
  readonly #random: Random;
  readonly #policy: StackPolicy;
  readonly #members: readonly Member[];
  readonly #built: Built[] = [];
  readonly #late: DayEvent[] = [];
  readonly #withdrawn: string[] = [];
  readonly #damaged: (Built & { target: string })[] = [];
  readonly #needed: (Built & { target: string })[] = [];
  readonly #foreign: string[] = [];
  #packages = 1;
  #serial = 100;

  constructor(random: Random, policy: StackPolicy) {
    this.#random = random;
    this.#policy = policy;
    const { required, bestEffort } = expectationOf(policy);
    this.#members = [...required, ...bestEffort];
  }

  dayOf(day: Day): DayEvent[] {
    const random = this.#random;
    const events: DayEvent[] = [];
    const when = (probability: number, tell: () => DayEvent[]): void => {
      if (random.chance(probability)) events.push(...tell());
    };
    when(0.6, () => this.#late.splice(0));
    when(this.#policy.channel === "daily" ? 0.75 : 0.3, () => this.#newSet(day));
    when(0.1, () => this.#newSet(day));
    when(0.05, () => this.#otherBytes());
    when(0.1, () => [{ kind: "artifacts vanish" }]);
    when(0.08, () => this.#withdraw());
    when(0.1, () => this.#withdrawn.splice(0).map((key) => ({ kind: "withdraw key removed", key })));
    when(0.15, () => this.#damage());
    when(0.2, () => this.#damaged.splice(0).map((place) => ({ kind: "intact again", ...place })));
    when(0.12, () => this.#outage());
    when(0.3, () => this.#policy.targets.map(({ name }) => ({ kind: "target", target: name, state: "up" })));
    when(0.05, () => this.#need());
    when(0.2, () => this.#needed.splice(0).map((place) => ({ kind: "needed", ...place, needed: false })));
    when(0.04, () => this.#strange(day));
    when(0.15, () => this.#foreign.splice(0).map((directory) => ({ kind: "foreign removed", directory })));
    when(0.15, () => this.#named().map((key) => ({ kind: "allow delete", key })));
    when(0.1, () => this.#named().map((key) => ({ kind: "accept flaky", key })));
    when(0.05, () => [{ kind: "max deletions", limit: randomLimit(random, 0) }]);
    when(0.02, () => [{ kind: "keep", sets: random.between(0, 4) }]);
    when(0.02, () => this.#retire());
    return events;
  }

  #newSet(day: Day): DayEvent[] {
    const random = this.#random;
    this.#serial += random.between(1, 2);
    const version = this.#versionOn(day);
    if (random.chance(0.6)) this.#packages++;
    const events: DayEvent[] = this.#policy.channel === "release" ? [{ kind: "publish", version }] : [];
    for (const member of this.#members) {
      if (random.chance(0.05)) continue;
      this.#built.push({ version, member });
      const arrival: DayEvent = {
        kind: "arrives",
        version,
        member,
        bytes: 1,
        packages: this.#packages,
        outcomes: this.#outcomes(),
      };
      if (random.chance(0.1)) this.#late.push(arrival);
      else events.push(arrival);
    }
    return events;
  }

  #versionOn(day: Day): Version {
    return versionOf(`${formatDay(day).replaceAll("-", "")}-${this.#serial}`);
  }

  #outcomes(): readonly Outcome[] {
    const random = this.#random;
    if (random.chance(0.85)) return ["passed"];
    return random.pick<readonly Outcome[]>([
      ["failed for good"],
      ["failed", "passed"],
      ["failed", "failed", "failed"],
      ["broken", "passed"],
      ["broken", "failed", "broken", "passed"],
    ]);
  }

  #otherBytes(): DayEvent[] {
    const built = this.#random.pickAny(this.#built);
    return built === undefined ? [] : [{ kind: "arrives", ...built, bytes: 2, packages: 0, outcomes: ["passed"] }];
  }

  /** The key of a set, or of one of its images, mostly of late ones. */
  #named(): string[] {
    const built = this.#random.pickAny(this.#random.chance(0.7) ? this.#built.slice(-8) : this.#built);
    if (built === undefined) return [];
    return [this.#random.chance(0.5) ? built.version : `${built.version}/${built.member}`];
  }

  #withdraw(): DayEvent[] {
    const keys = this.#named();
    this.#withdrawn.push(...keys);
    return keys.map((key) => ({ kind: "withdraw", key, reason: "it does not boot" }));
  }

  /** An image at a target, mostly a late one; empty before the first build. */
  #place(): (Built & { target: string })[] {
    const built = this.#random.pickAny(this.#random.chance(0.7) ? this.#built.slice(-8) : this.#built);
    const target = this.#random.pickAny(this.#policy.targets);
    return built === undefined || target === undefined ? [] : [{ ...built, target: target.name }];
  }

  #damage(): DayEvent[] {
    const places = this.#place();
    this.#damaged.push(...places);
    return places.map((place) => ({ kind: "damaged", ...place, repairable: this.#random.chance(0.4) }));
  }

  #need(): DayEvent[] {
    const places = this.#place();
    this.#needed.push(...places);
    return places.map((place) => ({ kind: "needed", ...place, needed: true }));
  }

  #outage(): DayEvent[] {
    const target = this.#random.pickAny(this.#policy.targets);
    if (target === undefined) return [];
    return [{ kind: "target", target: target.name, state: this.#random.pick(["down", "unknown"]) }];
  }

  #retire(): DayEvent[] {
    const target = this.#random.pickAny(this.#policy.targets.filter(({ kind }) => kind === "cloud"));
    return target === undefined ? [] : [{ kind: "retired", target: target.name }];
  }

  #strange(day: Day): DayEvent[] {
    const version = this.#versionOn(day);
    const undated = this.#random.chance(0.5);
    const directory = undated ? "daily-old" : `${version}-by-hand`;
    this.#foreign.push(directory);
    const members = this.#random.chance(0.5) ? null : this.#members.slice(0, 1);
    return [{ kind: "foreign", directory, version: undated ? null : version, members }];
  }
}
