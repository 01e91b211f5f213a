import { makeRelease, prefixRelease } from "../../clients/gitlab/releases.ts";
import type { Gitlab } from "../../clients/gitlab/api.ts";
import { isWithdrawnWhole } from "../../images/announcements/withdrawn.ts";
import { documentMarkdown } from "../../images/report/formats/markdown.ts";
import { UserError } from "../../images/model/errors.ts";
import type { Way } from "../../stacks/publication/config/announce.ts";
import type { Delivery } from "./deliver.ts";

type Where = Extract<Way, { gitlab: unknown }>["gitlab"];

/** Milliseconds for all requests. */
const patience = 5 * 60_000;

const titles = { whole: "Withdrawn: ", part: "Withdrawn in part: " } as const;

/** Makes a release of the project for a version, and writes a withdrawal above its text. A digest is no release. */
export async function releaseAt(where: Where, { stack, event, document, env, index }: Delivery): Promise<void> {
  if (event.kind === "digest") return;
  const { project, ref } = where;
  const gitlab = gitlabOf(where, env);
  const tag = `${stack}/${event.version}`;
  const text = documentMarkdown(document);
  if (event.kind === "withdrawn") {
    const title = isWithdrawnWhole(index, event.version) ? titles.whole : titles.part;
    return prefixRelease(gitlab, { project, tag }, { title, earlier: /^Withdrawn(?: in part)?: /, text });
  }
  return makeRelease(gitlab, { project, tag, ref, name: document.title, description: text });
}

function gitlabOf({ url, project }: Where, env: NodeJS.ProcessEnv): Gitlab {
  const [own, job] = [env["CLOUD_IMAGES_RELEASE_TOKEN"] ?? "", env["CI_JOB_TOKEN"] ?? ""];
  if (own === "" && job === "")
    throw new UserError({
      where: "CLOUD_IMAGES_RELEASE_TOKEN or CI_JOB_TOKEN",
      value: "",
      expected: `a token that makes releases of ${project}`,
      remedy: "run it in a job of GitLab, or give an access token with the role Developer and the scope api",
    });
  return {
    url,
    token: own === "" ? job : own,
    isJobToken: own === "",
    rights: `give a token that may make releases of ${project}`,
    signal: AbortSignal.timeout(patience),
  };
}
