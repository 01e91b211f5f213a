import { UserError } from "../../../images/model/errors.ts";
import {
  gitlabRunnerInputs,
  gitlabRunnerOutputs,
  type GitlabRunnerInputs,
  type GitlabRunnerOutputs,
} from "../../../clients/gitlab/runner-inputs.ts";
import { connect } from "../../../clients/openstack/connection.ts";
import { changedKeys } from "../../../provider-sdk/changed.ts";
import type { Kind, Operation } from "../../../provider-sdk/kind.ts";
import type { Gitlab } from "../../../clients/gitlab/api.ts";
import { readRunner, updateRunner } from "../../../clients/gitlab/runners.ts";
import { drain } from "./drain.ts";
import { descriptionOf, handOver } from "./hand-over.ts";
import { novaServer } from "./server.ts";

/** Milliseconds between two looks at a server or a job. */
const pause = 5_000;

/** Inputs that are changed in place: another value needs no other server. */
const inPlace: readonly string[] = ["tags", "untagged", "setUp", "drain"];

/** A runner at GitLab and the server that has its token. */
export const gitlabRunner: Kind<GitlabRunnerInputs, GitlabRunnerOutputs> = {
  description: "A runner at GitLab, whose token one server has. Before its deletion its jobs end.",
  inputs: gitlabRunnerInputs,
  outputs: gitlabRunnerOutputs,
  id: descriptionOf,
  diff(olds, news) {
    const keys = ["gitlab", "owner", "name", "cloud", "server", "tags", "untagged", "setUp", "drain"] as const;
    const changes = changedKeys(olds, news, keys);
    return { changes, replaces: changes.filter((key) => !inPlace.includes(key)) };
  },
  async create(operation, news) {
    const { signal, report } = operation;
    const gitlab = gitlabOf(operation, news);
    const connection = await connect(news.cloud, { signal });
    try {
      const server = novaServer(connection, news.server, signal);
      return { ...news, runner: await handOver({ gitlab, server, pause, report }, news) };
    } finally {
      connection.close();
    }
  },
  async read(operation, olds) {
    const found = await readRunner(gitlabOf(operation, olds), olds.runner);
    return found === undefined ? undefined : olds;
  },
  async update(operation, { runner }, news) {
    await updateRunner(gitlabOf(operation, news), runner, news);
    return { ...news, runner };
  },
  delete: (operation, olds) => drain({ gitlab: gitlabOf(operation, olds), pause, report: operation.report }, olds),
};

function gitlabOf(
  { gitlabToken, signal }: Operation,
  { gitlab, name }: Pick<GitlabRunnerInputs, "gitlab" | "name">,
): Gitlab {
  if (gitlabToken !== undefined) return { url: gitlab, token: gitlabToken, signal };
  throw new UserError({
    where: `${name}: gitlabToken`,
    value: "",
    expected: "a token that may make and manage runners",
    remedy: "set it: npm run pulumi -- config set --secret cloud-images:gitlabToken",
  });
}
