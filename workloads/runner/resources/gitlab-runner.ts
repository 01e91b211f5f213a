import * as pulumi from "@pulumi/pulumi";
import { gitlabTypes, type GitlabRunnerInputs } from "../../../clients/gitlab/runner-inputs.ts";
import type { InputsOf } from "../../../provider-sdk/inputs.ts";

/** A runner at GitLab, whose token one server has. Its deletion drains it. */
export class GitlabRunner extends pulumi.CustomResource {
  static readonly __pulumiType = gitlabTypes.runner;

  /** GitLab's id. */
  declare readonly runner: pulumi.Output<number>;

  constructor(name: string, args: InputsOf<GitlabRunnerInputs>, options: pulumi.CustomResourceOptions) {
    super(GitlabRunner.__pulumiType, name, { ...args, runner: undefined }, options);
  }
}
