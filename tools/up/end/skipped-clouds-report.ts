import type { TestingSettings } from "../../../stacks/config.ts";
import type { TestWorld } from "../../../workloads/test-vm/facts.ts";
import type { RoleSession } from "../../engine/role-session.ts";
import { readState } from "../../engine/state/state.ts";
import { partsIn } from "./skipped-clouds.ts";

/** Clouds of the configuration that did not answer when the facts were read. */
export const skippedClouds = ({ clouds }: TestingSettings, world: TestWorld): TestingSettings["clouds"] =>
  clouds.filter(({ cloud }) => !world.clouds.has(cloud));

/** Resources in clouds that do not answer stay in the state, until a run reaches these clouds again, or a sweep. */
export async function excludeSkipped(
  { stack, env }: RoleSession,
  settings: TestingSettings,
  world: TestWorld,
): Promise<string[]> {
  const down = new Set(skippedClouds(settings, world).map(({ cloud }) => cloud));
  if (down.size === 0) return [];
  return partsIn(await readState(stack, env), down).flatMap((urn) => ["--exclude", urn]);
}

export const skippedLines = (settings: TestingSettings, world: TestWorld): string[] =>
  skippedClouds(settings, world).map(
    ({ cloud }) =>
      `skipped: ${cloud} does not answer; a later run removes what tests left there, or npm run sweep after they expired`,
  );
