import type { TestingSettings } from "../../../stacks/config.ts";
import type { TestWorld } from "../../../workloads/test-vm/facts.ts";
import { workloadProvider } from "../../../workloads/models.ts";
import type { RoleSession } from "../../engine/role-session.ts";
import { readState, type StackState } from "../../engine/state/state.ts";
import { partsOfUrn } from "../../engine/urn.ts";

/** Clouds of the configuration that did not answer when the facts were read. */
export const skippedClouds = ({ clouds }: TestingSettings, world: TestWorld): TestingSettings["clouds"] =>
  clouds.filter(({ cloud }) => !world.clouds.has(cloud));

/** The arguments that exclude resources in clouds that do not answer. They stay in the state until a run reaches the clouds again. */
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

/**
 * The URNs of the state's resources in clouds that do not answer, with their components and their providers. A run that excludes
 * them neither reads nor deletes them.
 */
export function partsIn({ resources }: Pick<StackState, "resources">, clouds: ReadonlySet<string>): string[] {
  const isTheirs = (urn: string): boolean => {
    const { type, name } = partsOfUrn(urn);
    return type === workloadProvider && clouds.has(name);
  };
  const left = [...resources].filter(([urn, { provider }]) => isTheirs(urn) || isTheirs(provider ?? ""));
  const components = left.flatMap(([, { parent }]) => (parent === undefined || isStack(parent) ? [] : [parent]));
  return [...new Set([...left.map(([urn]) => urn), ...components])];
}

const isStack = (urn: string): boolean => partsOfUrn(urn).type === "pulumi:pulumi:Stack";
