import { addDays, formatDay, parseDay, type Day } from "../../images/model/day.ts";
import type { Member } from "../../images/model/image.ts";
import { expectationOf } from "../../images/model/expectation.ts";
import { policy as defaults } from "../samples/samples.ts";
import type { DeletionLimit } from "../../images/config/age-text.ts";
import { mirrorTarget, type Target } from "../../images/model/target.ts";
import { type StackPolicy } from "../../images/plan/policy.ts";
import { parseVersion, type Version } from "../../images/model/version.ts";
import type { DayEvent, History, HistoryDay, Outcome } from "./events.ts";
import { randomFrom, type Random } from "./random.ts";

const clouds: readonly Target[] = [
  { name: "aws", kind: "cloud", required: true, vendors: ["ec2"] },
  { name: "glance", kind: "cloud", required: false, vendors: ["generic", "genericcloud"] },
  { name: "depot", kind: "cloud", required: true, vendors: ["generic"] },
  { name: "partner", kind: "cloud", required: false, vendors: null },
];

/** A random history of some tens of days. */
export function randomHistory(seed: number): History {
  const random = randomFrom(seed);
  const policy = randomPolicy(random);
  const calendar = new Calendar(random, policy.suite === "bullseye" ? "2026-08-10" : "2026-07-01");
  const story = new Story(random, policy);
  const days: HistoryDay[] = [];
  for (let index = 0; index < random.between(15, 45); index++) {
    const day = calendar.next();
    const killedAfter = random.chance(0.12) ? random.below(random.pick([12, 60, 250])) : null;
    days.push({ day, events: story.dayOf(calendar.trueDay), killedAfter });
  }
  return { seed, policy, days };
}

function randomPolicy(random: Random): StackPolicy {
  const hideAfter = random.between(2, 8);
  return {
    ...defaults,
    suite: random.chance(0.2) ? "bullseye" : "trixie",
    channel: random.chance(0.65) ? "daily" : "release",
    targets: [mirrorTarget, ...clouds.filter(() => random.chance(0.4))],
    expect: { required: ["generic/amd64", "generic/arm64"], bestEffort: ["nocloud/amd64", "ec2/*"] },
    retention: {
      hideAfter,
      overlap: random.between(0, 5),
      keep: random.chance(0.3) ? random.between(1, 4) : 0,
      deleteAfter: { clouds: hideAfter + random.between(1, 6), mirror: hideAfter + random.between(2, 10) },
      failed: random.between(2, 7),
      held: random.between(2, 7),
      withdrawn: random.between(2, 12),
      lost: random.between(2, 7),
      grace: random.between(1, 6),
      maxDeletions: randomLimit(random, 1),
    },
    dailyPublish: random.chance(0.5) ? "changed" : "always",
  };
}

const randomLimit = (random: Random, least: number): DeletionLimit =>
  random.chance(0.5)
    ? { amount: random.between(least, 4), of: "sets" }
    : { amount: random.between(least, 12), of: "images" };

/** Goes on day by day, with idle weeks, and once in some histories with a wrong clock. */
class Calendar {
  trueDay: Day;
  readonly #random: Random;
  readonly #wrongAt: number;
  readonly #error: number;
  #count = 0;

  constructor(random: Random, start: string) {
    const day = parseDay(start);
    if (day === undefined) throw new RangeError(start);
    this.trueDay = day;
    this.#random = random;
    this.#wrongAt = random.chance(0.4) ? random.between(3, 25) : -1;
    this.#error = random.pick([-400, -20, -3, 5, 30, 400]);
  }

  next(): Day {
    const sameDay = this.#random.chance(0.1);
    const idle = this.#random.chance(0.06) ? this.#random.between(7, 30) : 1;
    this.trueDay = addDays(this.trueDay, sameDay ? 0 : idle);
    this.#count++;
    const wrong = this.#count >= this.#wrongAt && this.#count < this.#wrongAt + 3;
    return wrong && this.#wrongAt >= 0 ? addDays(this.trueDay, this.#error) : this.trueDay;
  }
}

interface Built {
  version: Version;
  member: Member;
}

/** The events of each day, made from the previous ones. */
class Story {
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
    const version = parseVersion(`${formatDay(day).replaceAll("-", "")}-${this.#serial}`);
    if (version === undefined) throw new RangeError(`no version of ${day}`);
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

  /** A whole set, or one image of it, preferably a late one. */
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
    const version = parseVersion(`${formatDay(day).replaceAll("-", "")}-${this.#serial}`);
    if (version === undefined) return [];
    const undated = this.#random.chance(0.5);
    const directory = undated ? "daily-old" : `${version}-by-hand`;
    this.#foreign.push(directory);
    const members = this.#random.chance(0.5) ? null : this.#members.slice(0, 1);
    return [{ kind: "foreign", directory, version: undated ? null : version, members }];
  }
}
