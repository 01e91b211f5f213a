import type { StackState } from "../../engine/state/state.ts";
import { workloadProvider } from "../../../workloads/models.ts";
import { partsOfUrn } from "../../engine/urn.ts";

/**
 * URNs of what the state has in clouds that cannot be asked: the SDK's resources there, their components, and their providers,
 * without which the state would not hold together. A run that excludes them neither reads nor deletes them.
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
