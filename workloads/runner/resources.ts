import { gitlabTypes, type GitlabRunnerInputs } from "../../clients/gitlab/runner-inputs.ts";
import { resourceClass } from "../../provider-sdk/resource-class.ts";

/** A runner at GitLab, whose token one server has. Its deletion drains it. `runner`: GitLab's id. */
export const GitlabRunner = resourceClass<GitlabRunnerInputs, { runner: number }>(gitlabTypes.runner, "runner");
export type GitlabRunner = InstanceType<typeof GitlabRunner>;
