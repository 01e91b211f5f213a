import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { generateKey } from "openpgp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { ask } from "../../clients/openstack/answer.ts";
import { securityGroups } from "../../clients/openstack/services/neutron.ts";
import { consoleOutput, findServers } from "../../clients/openstack/services/nova.ts";
import { project } from "../../tools/setup/bootstrap/folders.mjs";
import { GitlabRunners } from "../peers/gitlab-runners.ts";
import { makeStack, runOrThrow, type EngineStack } from "../worlds/engine-stack.ts";
import { runnersCloud, type RunnersCloud } from "./runners/cloud.ts";
import { CommandLines } from "./runners/command-lines.ts";
import { SealedGuests } from "./sealed-guests.ts";
import { textsBelow } from "./texts.ts";

let folder: string;
let gitlab: GitlabRunners;
let cloud: RunnersCloud;
let stack: EngineStack;
const guests = new SealedGuests();
const commandLines = new CommandLines();
/** All that the engine said. */
const said: string[] = [];

const cloudName = "daily";

const runner = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  cloud: cloudName,
  flavor: "m1.tiny",
  image: cloud.image,
  network: cloud.network,
  version: "18.5.0-1",
  tags: ["casulana"],
  setUp: 3,
  drain: 2,
  ...more,
});

const up = async (): Promise<void> => {
  const env = { CLOUD_IMAGES_GITLAB_TOKEN: gitlab.token };
  said.push(await stack.run("up", ["--yes", "--skip-preview"], env));
};

/** What a runner does with its token: it asks GitLab with it. */
async function showToken(token: string): Promise<void> {
  await fetch(`${gitlab.url}/api/v4/runners/verify`, { method: "POST", body: new URLSearchParams({ token }) });
}

const names = async (): Promise<string[]> =>
  (await findServers(cloud.connection, { name: "^casulana-" })).map(({ name }) => name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-runners-"));
  gitlab = await GitlabRunners.start();
  cloud = await runnersCloud(cloudName, folder, guests.keyLine);
  guests.live(cloud.connection, { query: { name: "^casulana-" }, pause: 500, use: showToken });
  commandLines.watch();
  const key = path.join(folder, "key.asc");
  const { publicKey } = await generateKey({ userIDs: [{ name: "archive" }], format: "object" });
  await writeFile(key, publicKey.armor());
  stack = await makeStack({
    program: project,
    folder,
    name: "runners",
    config: {
      "cloud-images:role": "runners",
      "cloud-images:gitlab": { url: gitlab.url, owner: { group: 7 } },
      "cloud-images:archive": {
        url: "https://packages.gitlab.com/runner/gitlab-runner/debian",
        suite: "trixie",
        key,
        fingerprint: publicKey.getFingerprint(),
      },
      "cloud-images:runners": { "casulana-amd64": runner() },
    },
  });
});

afterAll(async () => {
  await stack.run("destroy", ["--yes", "--skip-preview"], { CLOUD_IMAGES_GITLAB_TOKEN: gitlab.token });
  await guests.end();
  commandLines.end();
  await cloud.end();
  await gitlab.end();
  await rm(folder, { recursive: true, force: true });
});

describe("the stack runners, on real OpenStack services", () => {
  it("makes a server whose runner GitLab hears of, once", async () => {
    await up();
    expect(gitlab.runners).toMatchObject([{ tags: ["casulana"], paused: false }]);
    expect(gitlab.runners[0]?.description).toMatch(/^casulana-amd64-[0-9a-f]{8} \(/);
    expect(gitlab.deeds.filter(({ deed }) => deed === "created")).toHaveLength(1);
  });

  it("lets nothing in", async () => {
    const groups = await securityGroups(cloud.connection);
    const [group] = groups.filter(({ name }) => name.startsWith("casulana-"));
    expect(group?.security_group_rules.map(({ direction }) => direction)).toEqual(["egress", "egress"]);
    expect(await groupsOfPorts()).toEqual([[group?.id]]);
  });

  it("changes nothing when it is run again", async () => {
    const before = gitlab.deeds.length;
    await up();
    expect(said.at(-1)).toMatch(/\d+ unchanged/);
    expect(said.at(-1)).not.toMatch(/\d+ (created|deleted|updated|replaced)/);
    expect(gitlab.deeds).toHaveLength(before);
  });

  it("makes the new runner first, then lets the old one's jobs end, then removes its server", async () => {
    const [old] = await names();
    gitlab.jobs.set(1, ["https://salsa.debian.org/job/1"]);
    await stack.configure({ "cloud-images:runners": { "casulana-amd64": runner({ concurrency: 2 }) } });
    const run = up();
    await expect
      .poll(() => gitlab.deeds.at(-1), { timeout: 120_000, interval: 500 })
      .toEqual({ deed: "paused", runner: 1 });
    expect(await names()).toContain(old);
    gitlab.jobs.delete(1);
    await run;
    expect(gitlab.deeds.filter(({ deed }) => deed !== "contacted").slice(1)).toEqual([
      { deed: "created", runner: 2 },
      { deed: "paused", runner: 1 },
      { deed: "deleted", runner: 1 },
    ]);
    expect(await names()).toEqual([expect.not.stringMatching(`^${old}$`)]);
  });

  it("shows no token: not in user data or metadata, the state, what the engine said, a console or a process list", async () => {
    const servers = await findServers(cloud.connection, { name: "^casulana-" });
    const consoles = await Promise.all(servers.map(({ id }) => consoleOutput(cloud.connection, id)));
    const state = await readState();
    const places = {
      servers: JSON.stringify(servers),
      consoles: consoles.join(),
      state,
      files: await textsBelow(folder),
      said: said.join(),
      processes: commandLines.seen(),
    };
    const secrets = [gitlab.token, ...gitlab.tokens];
    const found = Object.entries(places).filter(([, text]) => secrets.some((secret) => text.includes(secret)));
    expect(found.map(([place]) => place)).toEqual([]);
    expect(state).toContain("#cloud-config");
    expect(commandLines.seen()).toContain("pulumi");
  });
});

/** The ids of the security groups of each port of a runner. */
async function groupsOfPorts(): Promise<string[][]> {
  const port = z.object({ name: z.string(), security_groups: z.array(z.string()) });
  const schema = z.object({ ports: z.array(port) });
  const answer = await ask(cloud.connection, "network", { method: "GET", path: "/ports", schema });
  return answer.ports.filter(({ name }) => name.startsWith("casulana-")).map((each) => each.security_groups);
}

const readState = (): Promise<string> =>
  runOrThrow("pulumi", ["stack", "export", "--stack", stack.name, "--cwd", project], { env: stack.env });
