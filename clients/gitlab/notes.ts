import { z } from "zod";
import { ask, type Gitlab } from "./api.ts";

/** Comments of a merge request; docs.gitlab.com/api/notes. */

export interface MergeRequest {
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
  const user = await ask(gitlab, { method: "GET", path: "/user" }, userSchema);
  if (user === undefined) throw new Error("GitLab says 404 to /user: it has no such API");
  const known = await findNote(
    gitlab,
    notes,
    (note) => note.author.id === user.answer.id && note.body.startsWith(first),
  );
  if (known?.body.trimEnd() === body.trimEnd()) return "unchanged";
  const [method, path] = known === undefined ? (["POST", notes] as const) : (["PUT", `${notes}/${known.id}`] as const);
  const answer = await ask(gitlab, { method, path, json: { body } }, noteSchema);
  if (answer === undefined) throw new Error(`GitLab says 404 to ${notes}: the merge request is not there`);
  return known === undefined ? "written" : "replaced";
}

type Note = z.output<typeof noteSchema>;

async function findNote(gitlab: Gitlab, notes: string, isOurs: (note: Note) => boolean): Promise<Note | undefined> {
  for (let page: string | undefined = "1"; page !== undefined;) {
    const path: string = `${notes}?per_page=100&order_by=created_at&sort=asc&page=${page}`;
    const found = await ask(gitlab, { method: "GET", path }, z.array(noteSchema));
    const note = found?.answer.find(isOurs);
    if (note !== undefined) return note;
    page = found?.nextPage;
  }
  return undefined;
}
