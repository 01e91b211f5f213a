import { z } from "zod";
import type { GitlabRunnerInputs, Owner } from "./runner-inputs.ts";
import { ask, askAll, askThere, type Gitlab } from "./api.ts";

/** GitLab's runners; docs.gitlab.com/api/runners and /api/users (create a runner). */

const runnerSchema = z.object({ id: z.number(), description: z.string().nullable() });

const detailsSchema = runnerSchema.extend({
  paused: z.boolean(),
  /** Null until it has asked for a job for the first time. */
  contacted_at: z.string().nullable(),
});

type RunnerDetails = z.output<typeof detailsSchema>;
type Looks = Pick<GitlabRunnerInputs, "tags" | "untagged">;

const tokenSchema = z.object({ token: z.string().min(1) });
const nothing = z.unknown();

/** The runner with this description; undefined where the owner has none. */
export async function findRunner(gitlab: Gitlab, owner: Owner, description: string): Promise<number | undefined> {
  const all = await askAll(gitlab, `${pathOf(owner)}/runners`, runnerSchema);
  return all?.find((each) => each.description === description)?.id;
}

/** Makes a runner; GitLab shows its token only now. */
export async function createRunner(
  gitlab: Gitlab,
  owner: Owner,
  { description, ...looks }: Looks & { description: string },
): Promise<{ id: number; token: string }> {
  const json = { ...typeOf(owner), description, ...body(looks) };
  const schema = tokenSchema.extend({ id: z.number() });
  return askThere(gitlab, { method: "POST", path: "/user/runners", json }, schema);
}

/** A new token; the old one is invalid from then on. */
export async function resetToken(gitlab: Gitlab, id: number): Promise<string> {
  const path = `/runners/${id}/reset_authentication_token`;
  return (await askThere(gitlab, { method: "POST", path }, tokenSchema)).token;
}

/** Undefined where GitLab has none of this id. */
export const readRunner = (gitlab: Gitlab, id: number): Promise<RunnerDetails | undefined> =>
  ask(gitlab, { method: "GET", path: `/runners/${id}` }, detailsSchema);

export async function updateRunner(gitlab: Gitlab, id: number, looks: Looks): Promise<void> {
  await ask(gitlab, { method: "PUT", path: `/runners/${id}`, json: body(looks) }, nothing);
}

/** It gets no new jobs; those that it has go on. */
export async function pauseRunner(gitlab: Gitlab, id: number): Promise<void> {
  await ask(gitlab, { method: "PUT", path: `/runners/${id}`, json: { paused: true } }, nothing);
}

/** The addresses of its jobs that run. */
export async function runningJobs(gitlab: Gitlab, id: number): Promise<string[]> {
  const found = await askAll(gitlab, `/runners/${id}/jobs?status=running`, z.object({ web_url: z.string() }));
  return found?.map(({ web_url: url }) => url) ?? [];
}

export async function deleteRunner(gitlab: Gitlab, id: number): Promise<void> {
  await ask(gitlab, { method: "DELETE", path: `/runners/${id}` }, nothing);
}

const pathOf = (owner: Owner): string => ("group" in owner ? `/groups/${owner.group}` : `/projects/${owner.project}`);

const typeOf = (owner: Owner): Record<string, unknown> =>
  "group" in owner
    ? { runner_type: "group_type", group_id: owner.group }
    : { runner_type: "project_type", project_id: owner.project };

const body = ({ tags, untagged }: Looks): Record<string, unknown> => ({ tag_list: tags, run_untagged: untagged });
