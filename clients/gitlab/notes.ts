import { z } from "zod";
import { askAll, askThere, type Gitlab } from "./api.ts";

/** Comments of a merge request; docs.gitlab.com/api/notes. */

interface MergeRequest {
  /** Id or path. */
  project: string;
  /** The number that people see. */
  iid: number;
}

const noteSchema = z.object({ id: z.number(), body: z.string(), author: z.object({ id: z.number() }) });

/** docs.gitlab.com/api/users */
const userSchema = z.object({ id: z.number() });

/**
 * Writes one comment, or replaces the one that the token's user wrote before under the same mark. The mark is a comment of HTML, which
 * GitLab does not show, and which anybody can write. Repeated after a lost reply, it finds what it wrote.
 */
export async function writeNote(
  gitlab: Gitlab,
  request: MergeRequest,
  { mark, text }: { mark: string; text: string },
): Promise<"written" | "replaced" | "unchanged"> {
  const notes = `/projects/${encodeURIComponent(request.project)}/merge_requests/${request.iid}/notes`;
  const first = `<!-- ${mark.replaceAll("--", "- -")} -->`;
  const body = `${first}\n${text}`;
  const user = await askThere(gitlab, { method: "GET", path: "/user" }, userSchema);
  const all = (await askAll(gitlab, `${notes}?order_by=created_at&sort=asc`, noteSchema)) ?? [];
  const known = all.find((note) => note.author.id === user.id && note.body.startsWith(first));
  if (known?.body.trimEnd() === body.trimEnd()) return "unchanged";
  const [method, path] = known === undefined ? (["POST", notes] as const) : (["PUT", `${notes}/${known.id}`] as const);
  await askThere(gitlab, { method, path, json: { body } }, noteSchema);
  return known === undefined ? "written" : "replaced";
}
