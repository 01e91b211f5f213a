import { isUp, retiredTargets, type Step } from "../step.ts";

export function* nothingNewComesToTheRetired({ policy, before, after }: Step): Generator<string> {
  for (const target of retiredTargets(policy)) {
    const had = before.sight.present.get(target) ?? new Set();
    for (const image of after.sight.present.get(target) ?? []) {
      const isRepaired = before.recorded.has(`${image} at ${target}`);
      if (!had.has(image) && !isRepaired) yield `${image} came to ${target}, which is retired`;
    }
  }
}

export function* theRetiredShowsNothing(step: Step): Generator<string> {
  const { policy, run, after } = step;
  if (!run.complete) return;
  const retired = retiredTargets(policy);
  for (const { image, target, standing } of after.recorded.values()) {
    if (!retired.has(target) || !isUp(step, target)) continue;
    if (standing.listed) yield `${image} is listed at ${target}, which is retired`;
    if (standing.phase === "made" || standing.phase === "held") yield `${image} waits at ${target}, which is retired`;
  }
}
