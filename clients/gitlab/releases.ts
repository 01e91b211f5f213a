import { z } from "zod";
import { ask, askThere, type Gitlab } from "./api.ts";

/** Releases of a project; docs.gitlab.com/api/releases. */

const releaseSchema = z.object({ tag_name: z.string(), name: z.string(), description: z.string().nullable() });

interface Release {
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
  const json = { tag_name: tag, ...release };
  await askThere(gitlab, { method: "POST", path: releasesOf(project), json }, releaseSchema);
}

/** What is put before a release's text, and before its name. */
interface Notice {
  title: string;
  /** A title that an earlier notice gave it, which this one replaces. */
  earlier: RegExp;
  text: string;
}

/** Puts a notice before a release's description, once. Nothing where there is no such release. */
export async function prefixRelease(
  gitlab: Gitlab,
  { project, tag }: Pick<Release, "project" | "tag">,
  { title, earlier, text }: Notice,
): Promise<void> {
  const release = await readRelease(gitlab, project, tag);
  const description = release?.description ?? "";
  if (release === undefined || description.includes(text)) return;
  const json = { name: `${title}${release.name.replace(earlier, "")}`, description: `${text}\n\n${description}` };
  await askThere(gitlab, { method: "PUT", path: releaseOf(project, tag), json }, releaseSchema);
}

const readRelease = (gitlab: Gitlab, project: string, tag: string) =>
  ask(gitlab, { method: "GET", path: releaseOf(project, tag) }, releaseSchema);

const releasesOf = (project: string): string => `/projects/${encodeURIComponent(project)}/releases`;
const releaseOf = (project: string, tag: string): string => `${releasesOf(project)}/${encodeURIComponent(tag)}`;
