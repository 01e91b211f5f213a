import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { generateKey, type PrivateKey } from "openpgp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aptFiles } from "../../workloads/runner/model/apt.ts";
import type { CloudConfig, Command } from "../../workloads/runner/model/cloud-config.ts";
import { renderUserData } from "../../workloads/runner/model/cloud-config.ts";
import type { RunnerDefinition } from "../../workloads/runner/model/definition.ts";
import { paths } from "../../workloads/runner/model/paths.ts";
import { runnerDefinition } from "../samples/workloads/runners.ts";
import { runnerConfig } from "../../workloads/runner/model/user-data.ts";
import { handOver } from "../../workloads/runner/provider/hand-over.ts";
import type { Server } from "../../workloads/runner/provider/server.ts";
import { run } from "../../tools/setup/bootstrap/progress.mjs";
import { GitlabRunners } from "../peers/gitlab-runners.ts";
import { realArtifact, withDisk } from "../openstack/images.ts";
import { makeArchive } from "../openstack/runners/apt-archive.ts";
import { FilesServer } from "../openstack/runners/files-server.ts";
import { Guest } from "../openstack/runners/guest.ts";
import { debianPackages, runnerPackage } from "../openstack/runners/stand-ins.ts";

const version = "18.5.0-1";
const volume = "0b0e4f0a-1c2d-4e5f-8a9b-0c1d2e3f4a5b";

let folder: string;
let gitlab: GitlabRunners;
let files: FilesServer;
let archiveKey: PrivateKey;
let wrongKey: PrivateKey;

const newKey = async (name: string): Promise<PrivateKey> =>
  (await generateKey({ userIDs: [{ name }], format: "object", date: new Date("2026-07-01") })).privateKey;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-runner-guest-"));
  archiveKey = await newKey("archive");
  wrongKey = await newKey("somebody else");
  const runner = runnerPackage(version);
  await makeArchive(path.join(folder, "gitlab"), [runner, { ...debianPackages, version: "2" }], archiveKey);
  await makeArchive(path.join(folder, "forged"), [runner], wrongKey);
  await makeArchive(path.join(folder, "debian"), [debianPackages], archiveKey);
  gitlab = await GitlabRunners.start();
  files = await FilesServer.start(folder);
});

afterAll(async () => {
  await gitlab.end();
  await files.end();
  await rm(folder, { recursive: true, force: true });
});

const definitionAt = (host: string, archive: string): RunnerDefinition =>
  runnerDefinition({
    version,
    gitlab: `http://10.0.2.2:${gitlab.port}`,
    metadata: `http://10.0.2.2:${files.port}`,
    archive: { url: `http://${host}:${files.port}/${archive}`, suite: "test", key: archiveKey.toPublic().armor() },
    cache: 1,
    jobs: { ...runnerDefinition().jobs, disk: 1 },
  });

describe("a runner's server", () => {
  it.each([
    ["takes an archive that is signed with its key", "gitlab", /^Inst gitlab-runner \(18\.5\.0-1 /m],
    ["refuses an archive that is signed with another key", "forged", /not signed|NO_PUBKEY/],
  ])("%s", async (_case, archive, expected) => {
    expect(await aptUpdate(definitionAt("127.0.0.1", archive))).toMatch(expected);
  });

  it("sets itself up, gets its token from nobody but the one who sealed it, and shows it nowhere", async () => {
    const definition = definitionAt("packages.gitlab.test", "gitlab");
    const userData = renderUserData(inTest(runnerConfig("casulana", definition, volume)));
    const console = await consoleOf(userData);
    expect(console).toContain(`seen: gitlab-runner ${version}`);
    expect(console).toContain("seen: stand-ins 1");
    expect(console).toMatch(new RegExp(`seen: ${paths.cache} ext4 /dev/vd`));
    expect(console).toContain(`seen: 600 ${paths.runnerConfig}`);
    expect(console).toContain("seen: ssh masked");
    expect(console).toContain("stand-in: casulana asks for jobs, custom");
    expect(console).toMatch(/seen: process \S*claim-token/);
    const secrets = [gitlab.token, ...gitlab.tokens];
    expect(secrets.filter((secret) => `${console}${userData}`.includes(secret))).toEqual([]);
    expect(gitlab.deeds.map(({ deed }) => deed)).toEqual(["created", "contacted", "contacted"]);
  }, 600_000);
});

/** The console of a guest with this user data, from its first boot until it switches itself off. */
async function consoleOf(userData: string): Promise<string> {
  let console = "";
  await withDisk(await realArtifact({ version: "20260717-2542" }), async (disk) => {
    const guest = await Guest.start(folder, { disk, userData, serial: volume.slice(0, 20) });
    try {
      await handOver(partiesOf(guest), newsOf());
      await guest.off();
    } finally {
      await guest.end();
    }
    console = await guest.console();
  });
  return console;
}

function partiesOf(guest: Guest): Parameters<typeof handOver>[0] {
  const server: Server = {
    state: async () => ({ status: "ACTIVE", fault: undefined, metadata: files.metadata }),
    console: () => guest.console(),
    leave: async (metadata) => void (files.metadata = { ...files.metadata, ...metadata }),
    clear: async () => void (files.metadata = {}),
  };
  const { url, token } = gitlab;
  return {
    gitlab: { url, token, signal: new AbortController().signal },
    server,
    pause: 1_000,
    report: () => undefined,
  };
}

const newsOf = (): Parameters<typeof handOver>[1] => ({
  gitlab: gitlab.url,
  owner: { group: 7 },
  name: "casulana",
  tags: [],
  untagged: false,
  cloud: "none",
  server: "guest",
  setUp: 9,
  drain: 1,
});

/** Adds what the test needs: names for this host, its own archive in the place of Debian's, and programs that show what it wants to see. */
function inTest(config: CloudConfig): CloudConfig & { apt: object; manage_etc_hosts: boolean } {
  const key = "/etc/apt/keyrings/debian.asc";
  const source = `deb [signed-by=${key}] http://debian.test:${files.port}/debian test main`;
  return {
    ...config,
    apt: { preserve_sources_list: true },
    // without this, Debian's images write the file again after bootcmd
    manage_etc_hosts: false,
    bootcmd: [
      ["sh", "-c", "echo 10.0.2.2 packages.gitlab.test debian.test >> /etc/hosts"],
      ["sh", "-c", `rm -f /etc/apt/sources.list.d/*; echo '${source}' > /etc/apt/sources.list`],
    ],
    write_files: [
      ...config.write_files,
      { path: key, content: archiveKey.toPublic().armor(), permissions: "0644" },
      { path: "/usr/local/bin/watch-processes", content: watchProcesses, permissions: "0755" },
      { path: "/usr/local/bin/look", content: look, permissions: "0755" },
    ],
    runcmd: [inBackground("watch-processes"), ...config.runcmd, inBackground("look")],
  };
}

const inBackground = (name: string): Command => ["systemd-run", "--quiet", `/usr/local/bin/${name}`];

const watchProcesses = `#!/bin/sh
while :; do cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' ' '; echo; sleep 0.3; done > /run/processes
`;

const look = `#!/bin/sh
exec > /dev/console
while ! systemctl is-active --quiet gitlab-runner.service || [ ! -e ${paths.runnerConfig} ]; do sleep 1; done
sleep 2
echo
for package in gitlab-runner stand-ins; do dpkg-query -W -f 'seen: \${Package} \${Version}\\n' $package; done
echo "seen: $(findmnt -no TARGET,FSTYPE,SOURCE ${paths.cache} | tr -s ' ')"
stat -c 'seen: %a %n' ${paths.runnerConfig}
echo "seen: ssh $(systemctl is-enabled ssh.service)"
systemctl --failed --no-legend | sed 's/^/seen: failed /'
tr ' ' '\\n' < /run/processes | sort -u | sed 's/^/seen: process /'
systemctl poweroff
`;

/** What apt says of an archive, in a system that has only the runner's files for it. */
async function aptUpdate(definition: RunnerDefinition): Promise<string> {
  const root = await mkdtemp(path.join(folder, "apt-"));
  for (const { path: file, content } of aptFiles(definition)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), content.replaceAll(paths.archiveKey, path.join(root, paths.archiveKey)));
  }
  for (const part of ["var/lib/apt/lists/partial", "var/cache/apt/archives/partial", "var/lib/dpkg"])
    await mkdir(path.join(root, part), { recursive: true });
  await writeFile(path.join(root, "var/lib/dpkg/status"), "");
  const options = [`Dir=${root}`, `Dir::State::status=${root}/var/lib/dpkg/status`, "APT::Architecture=amd64"];
  const apt = async (...args: string[]): Promise<string> => {
    const said = await run("apt-get", [
      ...args,
      ...options.map((option) => `-o${option}`),
      "-oAPT::Sandbox::User=root",
    ]);
    return said.output;
  };
  return `${await apt("update")}${await apt("install", "--simulate", "gitlab-runner")}`;
}
