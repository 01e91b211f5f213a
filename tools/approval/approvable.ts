import type { Approvable } from "../../images/approval/approval.ts";
import { planLines, sourcesOf, tableOf } from "../../images/approval/plan-lines.ts";
import type { Session } from "../engine/session.ts";
import { readState, stateDigest } from "../engine/state/state.ts";
import type { Publications } from "../publications.ts";
import { project } from "../setup/bootstrap/folders.mjs";
import { programDigests } from "./program.ts";

/** Everything that an approval depends on, as it is now. */
export async function approvable(session: Session, wanted: Publications): Promise<Approvable> {
  const { stack, env, settings } = session;
  const plans = wanted.publications.map(({ plan }) => plan);
  return {
    stack: bareName(stack),
    day: wanted.day,
    // the day is compared on its own
    settings: Object.fromEntries(settingLines("cloud-images:", { ...settings, now: null })),
    plan: planLines(wanted.publications),
    sources: sourcesOf(plans),
    state: stateDigest(await readState(stack, env)),
    program: programDigests(project),
    table: tableOf(plans),
    deletions: plans.flatMap(({ deletions }) => deletions).map(({ image, target }) => `${image}@${target}`),
  };
}

/** A stack's name without the organisation, as the program gets it. */
export const bareName = (stack: string): string => stack.slice(stack.lastIndexOf("/") + 1);

/** Settings by dotted key, a list as one value: `{retention: {hideAfter: 14}}` is `retention.hideAfter`. */
const settingLines = (prefix: string, group: object): [string, string][] =>
  Object.entries(group).flatMap(([key, value]: [string, unknown]) =>
    isGroup(value) ? settingLines(`${prefix}${key}.`, value) : [[`${prefix}${key}`, JSON.stringify(value)]],
  );

const isGroup = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
