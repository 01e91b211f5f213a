import { setTimeout } from "node:timers/promises";
import { UserError } from "../../../images/model/errors.ts";
import type { GitlabRunnerInputs } from "../../../clients/gitlab/runner-inputs.ts";
import { lastKey, metadataNames, seal, type ServerKey } from "../model/seal.ts";
import type { Gitlab } from "../../../clients/gitlab/api.ts";
import { createRunner, findRunner, readRunner, resetToken } from "../../../clients/gitlab/runners.ts";
import type { Server } from "./server.ts";

export interface Parties {
  gitlab: Gitlab;
  server: Server;
  /** Milliseconds between two looks. */
  pause: number;
  report: (text: string) => void;
}

const minute = 60_000;

/**
 * Looks at the server and at GitLab, and does what is missing, until the runner has contacted GitLab. So it continues after a kill at
 * any point. Returns GitLab's id. Throws a UserError if the server failed or the time is over.
 */
export async function handOver(parties: Parties, news: GitlabRunnerInputs): Promise<number> {
  const { gitlab, server, pause, report } = parties;
  const deadline = Date.now() + news.setUp * minute;
  const description = descriptionOf(news);
  for (;;) {
    const id = await findRunner(gitlab, news.owner, description);
    if (id !== undefined && (await readRunner(gitlab, id))?.contacted_at != null) {
      await server.clear();
      return id;
    }
    const metadata = await metadataOf(server, news);
    const key = lastKey(await server.console());
    if (key === undefined) report("waiting for the server's key");
    else if (metadata[metadataNames.key] === key.fingerprint && id !== undefined)
      report("waiting until the runner contacts GitLab");
    else await deliver(parties, news, { key, id });
    if (Date.now() > deadline) throw late(news, key !== undefined);
    await setTimeout(pause, undefined, { signal: gitlab.signal });
  }
}

/** The runner's description at GitLab. By it a run finds the runner that a killed run made for the same server. */
export const descriptionOf = ({ name, server }: Pick<GitlabRunnerInputs, "name" | "server">): string =>
  `${name} (${server})`;

/** GitLab shows a token once: if a killed run lost it, the next run asks for a new one. */
async function deliver(
  { gitlab, server, report }: Parties,
  news: GitlabRunnerInputs,
  { key, id }: { key: ServerKey; id: number | undefined },
): Promise<void> {
  await server.clear();
  const token =
    id === undefined
      ? (await createRunner(gitlab, news.owner, { ...news, description: descriptionOf(news) })).token
      : await resetToken(gitlab, id);
  await server.leave(seal(token, key));
  report(`left the sealed token for the key ${key.fingerprint}`);
}

async function metadataOf(server: Server, news: GitlabRunnerInputs): Promise<Record<string, string>> {
  const state = await server.state();
  if (state !== undefined && state.status !== "ERROR") return state.metadata;
  throw new UserError({
    where: `${news.name}: server ${news.server} in ${news.cloud}`,
    value: state === undefined ? "gone" : `${state.status}${state.fault === undefined ? "" : `: ${state.fault}`}`,
    expected: "a server that runs",
    remedy: "run again: another server takes its place",
  });
}

const late = ({ name, server, cloud, setUp }: GitlabRunnerInputs, printedKey: boolean): UserError =>
  new UserError({
    where: `${name}: server ${server} in ${cloud}`,
    value: printedKey ? "it did not reach GitLab" : "it printed no key on its console",
    expected: `a runner that contacts GitLab within ${setUp} minutes`,
    remedy: `read its console (openstack console log show ${server}), and run again`,
  });
