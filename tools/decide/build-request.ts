import { UserError } from "../../images/model/errors.ts";
import type { PublicationSettings } from "../../stacks/config.ts";
import type { BuildRequest } from "./ask-for-build.ts";
import type { StackDecision } from "./view.ts";

/** A job's own token starts pipelines of a project that allows it. */
const tokens = ["CLOUD_IMAGES_BUILD_TOKEN", "CI_JOB_TOKEN"] as const;

/** Milliseconds for all requests. */
const patience = 5 * 60_000;

/** The request to GitLab for a missing build. Throws a UserError. */
export function buildRequest(
  { stack, fixes }: StackDecision,
  { builds }: PublicationSettings,
  env: NodeJS.ProcessEnv,
): BuildRequest {
  const { gitlab, project, ref } = builds;
  if (gitlab === null || project === null)
    throw new UserError({
      where: "cloud-images:builds",
      value: "",
      expected: "gitlab and project, to ask for a build",
      remedy: "name them, or leave --ask-for-build out",
    });
  const token = tokens.map((name) => env[name] ?? "").find((value) => value !== "");
  if (token === undefined)
    throw new UserError({
      where: tokens.join(" or "),
      value: "",
      expected: `a token that starts pipelines of ${project}`,
      remedy: "run it in a job of GitLab, or give a trigger's token",
    });
  return {
    stack,
    fixes,
    gitlab: {
      url: gitlab.replace(/\/+$/, ""),
      // looking for a pipeline needs none where the project is public
      token: env["CLOUD_IMAGES_GITLAB_TOKEN"] || null,
      rights: `let this project's jobs start its pipelines (Settings, CI/CD, Job token permissions)`,
      signal: AbortSignal.timeout(patience),
    },
    trigger: { project, ref, token, variables: { CLOUD_IMAGES_FIXES: fixes.join(", ") } },
    now: new Date(),
  };
}
