import { z } from "zod";
import { cloudTargetsText } from "./cloud-targets.ts";
import { cloudTargetSchema } from "./resources.ts";

type Properties = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Renames the keys of ImageFiles or Version in an old state. Until 2026-11 `cloudTargets` was `elsewhere`, and a result had one
 * `ref` and a `standing`.
 */
export function inTodaysKeys({ elsewhere, ...rest }: Properties): Properties {
  if (!isObject(elsewhere)) return rest;
  const targets = Object.entries(elsewhere).map(([target, value]) => [
    target,
    isObject(value) ? ofTarget(value) : value,
  ]);
  return { cloudTargets: Object.fromEntries(targets), ...rest };
}

const cloudTargets = z.record(z.string(), cloudTargetSchema);

/** As `inTodaysKeys`, of a Version: until November 2026 its `cloudTargets` was an object. */
export function setInTodaysKeys(olds: Properties): Properties {
  const renamed = inTodaysKeys(olds);
  const { success, data } = cloudTargets.safeParse(renamed["cloudTargets"]);
  return success ? { ...renamed, cloudTargets: cloudTargetsText(data) } : renamed;
}

function ofTarget({ outcomes, ...rest }: Properties): Properties {
  if (!isObject(outcomes)) return rest;
  const results = Object.entries(outcomes).map(([member, outcome]) => [
    member,
    isObject(outcome) ? ofResult(outcome) : outcome,
  ]);
  return { ...rest, results: Object.fromEntries(results) };
}

const ofResult = ({ ref, standing }: Properties): Properties => ({
  refs: typeof ref === "string" ? [ref] : [],
  state: standing,
});
