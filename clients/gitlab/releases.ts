import { z } from "zod";
import { ask, type Gitlab } from "./api.ts";

/** Releases of a project; docs.gitlab.com/api/releases. */

const releaseSchema = z.object({ tag_name: z.string(), name: z.string(), description: z.string().nullable() });

export interface Release {
  /** Id or path. */
  project: string;
  tag: string;
  /** Where the tag is made. */
  ref: string;
  name: string;
  /** Markdown. */
  description: string;
}

/** Makes a release. Repeated after a lost reply, it finds the one that is there. */
export async function makeRelease(gitlab: Gitlab, { project, tag, ...release }: Release): Promise<void> {
  if ((await readRelease(gitlab, project, tag)) !== undefined) return;
  const path = releasesOf(project);
  const made = await ask(gitlab, { method: "POST", path, json: { tag_name: tag, ...release } }, releaseSchema);
  if (made === undefined) throw new Error(`GitLab says 404 to ${path}: the project is not there`);
}

/** Puts a notice before a release's description, once. Nothing where there is no such release. */
export async function prefixRelease(
  gitlab: Gitlab,
  { project, tag }: Pick<Release, "project" | "tag">,
  notice: { title: string; text: string },
): Promise<void> {
  const release = await readRelease(gitlab, project, tag);
  const description = release?.description ?? "";
  if (release === undefined || description.includes(notice.text)) return;
  const name = release.name.startsWith(notice.title) ? release.name : `${notice.title}${release.name}`;
  const json = { name, description: `${notice.text}\n\n${description}` };
  await ask(gitlab, { method: "PUT", path: releaseOf(project, tag), json }, releaseSchema);
}

const readRelease = async (gitlab: Gitlab, project: string, tag: string) =>
  (await ask(gitlab, { method: "GET", path: releaseOf(project, tag) }, releaseSchema))?.answer;

const releasesOf = (project: string): string => `/projects/${encodeURIComponent(project)}/releases`;
const releaseOf = (project: string, tag: string): string => `${releasesOf(project)}/${encodeURIComponent(tag)}`;
