import type { TestingSettings } from "../../stacks/config.ts";
import type { TestWorld } from "../../workloads/test-vm/facts.ts";
import type { RoleSession } from "../engine/role-session.ts";
import { readState } from "../engine/state.ts";
import { partsIn } from "./left-alone.ts";

/** Clouds of the configuration that did not answer when the facts were read. */
export const unasked = ({ clouds }: TestingSettings, world: TestWorld): TestingSettings["clouds"] =>
  clouds.filter(({ cloud }) => !world.clouds.has(cloud));

/** Resources in clouds that do not answer stay in the state, until a run reaches these clouds again, or a sweep. */
export async function leaveAlone(
  { stack, env }: RoleSession,
  settings: TestingSettings,
  world: TestWorld,
): Promise<string[]> {
  const down = new Set(unasked(settings, world).map(({ cloud }) => cloud));
  if (down.size === 0) return [];
  return partsIn(await readState(stack, env), down).flatMap((urn) => ["--exclude", urn]);
}

export const unaskedLines = (settings: TestingSettings, world: TestWorld): string[] =>
  unasked(settings, world).map(
    ({ cloud }) =>
      `left alone: what tests have in ${cloud}, which cannot be asked; a run removes it once it answers, and after its end a sweep`,
  );
