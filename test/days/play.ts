import type { Member } from "../../images/model/image.ts";
import { publicProblems } from "../engine/outside/invariants.ts";
import { readChannelRecords } from "../../stacks/publication/facts/tree/records.ts";
import { members } from "./five-clouds.ts";
import { Moments } from "./moments.ts";
import { differencesAt } from "./settled.ts";
import type { DaysStack, DaysWorld } from "./world.ts";

/** What happens on a day, and how its runs go. */
export interface DayOf {
  day: string;
  /** The version of a set whose builds arrive before the runs. */
  arrives?: string;
  /** Images of that set that fail. */
  broken?: readonly Member[];
  /** A version that a person withdraws. */
  withdraw?: string;
  /** The best-effort targets are down on this day. */
  down?: boolean;
  /** The first run has credentials of another account, and must be refused. */
  strangers?: boolean;
  /** Before the run that ends well, one run each is killed after so many calls. */
  killedAfter?: readonly number[];
  /** The last run is repeated, and may change nothing. */
  again?: boolean;
}

/** Plays the days of a stack, and returns what went wrong, with its day. */
export class Player {
  readonly #days: DaysWorld;
  readonly #stack: DaysStack;
  readonly #never = new Set<string>();
  readonly #moments: Moments;

  constructor(days: DaysWorld, stack: DaysStack) {
    this.#days = days;
    this.#stack = stack;
    const required = (version: string) => stack.required(members).map((place) => `${place} ${version}`);
    this.#moments = new Moments({ never: this.#never, required });
  }

  /** How often the clouds were looked at. */
  get looks(): number {
    return this.#moments.looks;
  }

  async play({ day, arrives, broken = [], withdraw, ...how }: DayOf): Promise<string[]> {
    const stack = this.#stack;
    if (arrives !== undefined) await this.#days.arrive(arrives, members, broken);
    if (arrives !== undefined && broken.length > 0) this.#never.add(arrives);
    if (withdraw !== undefined) stack.configure({ withdraw: { [withdraw]: "it does not boot" } });
    stack.configure({ now: day });
    for (const cloud of stack.clouds) if (how.down === true) cloud.down();
    this.#days.connections.seen = () => this.#moments.look(stack.look());
    const found = await this.#runs(how);
    for (const cloud of stack.clouds) cloud.up();
    const ever = [...this.#moments.take(), ...stack.clouds.flatMap((cloud) => cloud.strayCalls())];
    return [...found, ...ever].map((each) => `${day}: ${each}`);
  }

  async #runs({ strangers = false, killedAfter = [], down = false, again = false }: Partial<DayOf>): Promise<string[]> {
    const stack = this.#stack;
    const { world } = this.#days;
    const found: string[] = [];
    if (strangers) found.push(...(await stack.upAsStranger()));
    for (const calls of killedAfter) {
      const { killed } = await stack.up(calls);
      if (!killed) found.push(`no run was killed after ${calls} calls`);
      found.push(...(await publicProblems(world.tree)));
    }
    found.push(...(await stack.up()).failures);
    found.push(...(await differencesAt(world, stack.channel, stack.look(), down ? stack.downTargets() : new Set())));
    if (again) found.push(...(await stack.up()).deeds.map((deed) => `a run that was repeated did this: ${deed}`));
    return found;
  }

  /** The newest version in each phase, in the clouds. */
  async left(): Promise<Record<string, string>> {
    const { sets } = await readChannelRecords(this.#days.world, this.#stack.channel);
    const inClouds = sets.flatMap(({ version, images }) =>
      images.flatMap(({ targets }) =>
        Object.entries(targets).flatMap(([target, { phase }]) =>
          target === "mirror" ? [] : [[phase, version] as const],
        ),
      ),
    );
    return Object.fromEntries(inClouds.filter(([phase]) => phase !== "gone"));
  }
}
