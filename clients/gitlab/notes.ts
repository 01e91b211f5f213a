import { z } from "zod";
import { ask, type Gitlab } from "./api.ts";

/** Comments of a merge request; docs.gitlab.com/api/notes. */

export interface MergeRequest {
  /** Id or path. */
  project: string;
  /** The number that people see. */
  iid: number;
}

const noteSchema = z.object({ id: z.number(), body: z.string() });

/**
 * Writes one comment, or replaces the one that was written before under the same mark. The mark is a comment of HTML, which
 * GitLab does not show. Repeated after a lost reply, it finds what it wrote.
 */
export async function writeNote(
  gitlab: Gitlab,
  request: MergeRequest,
  { mark, text }: { mark: string; text: string },
): Promise<"written" | "replaced" | "unchanged"> {
  const notes = `/projects/${encodeURIComponent(request.project)}/merge_requests/${request.iid}/notes`;
  const first = `<!-- ${mark.replaceAll("--", "- -")} -->`;
  const body = `${first}\n${text}`;
  const known = await findNote(gitlab, notes, first);
  if (known?.body.trimEnd() === body.trimEnd()) return "unchanged";
  const [method, path] = known === undefined ? (["POST", notes] as const) : (["PUT", `${notes}/${known.id}`] as const);
  const answer = await ask(gitlab, { method, path, json: { body } }, noteSchema);
  if (answer === undefined) throw new Error(`GitLab says 404 to ${notes}: the merge request is not there`);
  return known === undefined ? "written" : "replaced";
}

async function findNote(gitlab: Gitlab, notes: string, first: string) {
  for (let page: string | undefined = "1"; page !== undefined;) {
    const path: string = `${notes}?per_page=100&order_by=created_at&sort=asc&page=${page}`;
    const found = await ask(gitlab, { method: "GET", path }, z.array(noteSchema));
    const note = found?.answer.find(({ body }) => body.startsWith(first));
    if (note !== undefined) return note;
    page = found?.nextPage;
  }
  return undefined;
}
