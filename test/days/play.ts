import type { Member } from "../../images/model/image.ts";
import { publicProblems } from "../engine/invariants.ts";
import { readChannelRecords } from "../../stacks/publication/facts/tree/records.ts";
import { members } from "./five-clouds.ts";
import { Moments } from "./moments.ts";
import { differencesAt } from "./settled.ts";
import type { DaysStack, DaysWorld } from "./world.ts";

/** What happens on a day, before its runs. */
export interface DayOf {
  day: string;
  /** The version of a set whose builds arrive. */
  arrives?: string;
  /** Images of it that do not pass. */
  broken?: readonly Member[];
  /** A person withdraws a version. */
  withdraw?: string;
  /** A best-effort place of each cloud is down today. */
  down?: boolean;
  /** A run is begun with credentials of another account. */
  strangers?: boolean;
  /** Runs are killed after so many calls; then one is not. */
  killedAfter?: readonly number[];
  /** The last run is repeated: it changes nothing more. */
  again?: boolean;
}

interface Played {
  problems: readonly string[];
  /** How often it was looked. */
  moments: number;
  /** By phase in the clouds that were not down, the version. */
  left: Readonly<Record<string, string>>;
}

/** Plays days, and finds what was ever wrong, with its day. */
export async function play(days: DaysWorld, stack: DaysStack, story: readonly DayOf[]): Promise<Played> {
  const problems: string[] = [];
  const never = new Set<string>();
  const required = (version: string) => stack.required(members).map((place) => `${place} ${version}`);
  const moments = new Moments({ never, required });
  days.connections.seen = () => moments.look(stack.look());
  for (const {
    day,
    arrives,
    broken = [],
    withdraw,
    down = false,
    strangers = false,
    again = false,
    killedAfter = [],
  } of story) {
    const tell = (found: Iterable<string>): void => void problems.push(...[...found].map((each) => `${day}: ${each}`));
    if (arrives !== undefined) await days.arrive(arrives, members, broken);
    if (arrives !== undefined && broken.length > 0) never.add(arrives);
    if (withdraw !== undefined) stack.configure({ withdraw: { [withdraw]: "it does not boot" } });
    stack.configure({ now: day });
    for (const cloud of stack.clouds) if (down) cloud.down();
    if (strangers) tell(await stack.upAsStranger());
    for (const calls of killedAfter) {
      const { killed } = await stack.up(calls);
      if (!killed) tell([`no run was killed after ${calls} calls`]);
      tell(await publicProblems(days.world.tree));
    }
    tell((await stack.up()).failures);
    tell(await differencesAt(days.world, stack.channel, stack.look(), down ? stack.downTargets() : new Set()));
    if (again) tell((await stack.up()).deeds.map((deed) => `a run that was repeated did this: ${deed}`));
    for (const cloud of stack.clouds) cloud.up();
  }
  problems.push(...moments.problems, ...stack.clouds.flatMap((cloud) => cloud.strayCalls()));
  return { problems, moments: moments.looks, left: await leftIn(days, stack) };
}

async function leftIn({ world }: DaysWorld, { channel }: DaysStack): Promise<Record<string, string>> {
  const { sets } = await readChannelRecords(world, channel);
  return Object.fromEntries(
    sets.flatMap(({ version, images }) =>
      images.flatMap(({ targets }) =>
        Object.entries(targets).flatMap(([target, { phase }]) =>
          target === "mirror" || phase === "gone" ? [] : [[phase, version] as const],
        ),
      ),
    ),
  );
}
