import type { Approvable } from "../../images/approval/approval.ts";
import { factDigests } from "../../images/approval/fact-digests.ts";
import { flatSettings } from "../../images/approval/settings.ts";
import { tableOfAll } from "../../images/approval/table.ts";
import type { PublicationSettings } from "../../stacks/config.ts";
import { fingerprint } from "../../stacks/publication/facts/fingerprint.ts";
import type { Session } from "../engine/session.ts";
import { readState, stateDigest } from "../engine/state.ts";
import type { Publications } from "../publications.ts";
import { project } from "../setup/folders.mjs";
import { programDigests } from "./program.ts";

/** All that an approval rests on, as it is now. Reads every byte that images would be made of. */
export async function approvable(session: Session, wanted: Publications): Promise<Approvable> {
  const { stack, env, places, settings } = session;
  const plans = wanted.publications.map(({ plan }) => plan);
  return {
    stack: bareName(stack),
    day: wanted.day,
    settings: settingsThatAct(settings),
    ...(await fingerprint(places, wanted.publications)),
    state: stateDigest(await readState(stack, env)),
    facts: factDigests(wanted),
    program: programDigests(project),
    table: tableOfAll(plans),
    deletions: plans.flatMap(({ deletions }) => deletions).map(({ image, target }) => `${image}@${target}`),
  };
}

/** As the program knows the stack: without the organisation. */
export const bareName = (stack: string): string => stack.slice(stack.lastIndexOf("/") + 1);

/** The clock is no policy: the day is compared by itself. */
const settingsThatAct = (settings: PublicationSettings): Approvable["settings"] =>
  flatSettings({ ...settings, now: null });
