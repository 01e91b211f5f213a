import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { generateKey, type PrivateKey } from "openpgp";
import { afterAll, beforeAll, expect, it } from "vitest";
import { isSentTwice } from "../../images/boot-tests/console.ts";
import { userDataOf } from "../../images/boot-tests/collector.ts";
import { tempestGuestScript } from "../../workloads/test-vm/model/tempest/guest.ts";
import { readTempest } from "../../workloads/test-vm/model/tempest/results.ts";
import { tempestVersion } from "../../workloads/test-vm/model/tempest/script.ts";
import { settingsOf } from "../../workloads/test-vm/model/tempest/settings.ts";
import { readCloud } from "../../clients/openstack/config/clouds-file.ts";
import { connect } from "../../clients/openstack/connection.ts";
import { leavePasswords, passwordsOf } from "../../workloads/test-vm/provider/vm-result/passwords.ts";
import { secretLines } from "../../policy/rules/no-secret-in-user-data.ts";
import { tempestAccounts } from "../../workloads/test-vm/tempest-accounts.ts";
import { baseOf, realArtifact, withDisk } from "../openstack/images.ts";
import { signArchive } from "../openstack/runners/apt-archive.ts";
import { FilesServer } from "../openstack/runners/files-server.ts";
import { Guest } from "../openstack/runners/guest.ts";
import { downloadPackages } from "../openstack/test-vms/debian-packages.ts";
import { forwarder, servicePorts } from "../openstack/test-vms/loopback.ts";

const host = "10.0.2.2";
const run = "5f3c01ab77";
const seconds = 45 * 60;

let folder: string;
let files: FilesServer;
let archiveKey: PrivateKey;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-tempest-guest-"));
  archiveKey = (await generateKey({ userIDs: [{ name: "archive" }], format: "object", date: new Date("2026-07-01") }))
    .privateKey;
  files = await FilesServer.start(folder);
});

afterAll(async () => {
  await files.end();
  await rm(folder, { recursive: true, force: true });
});

it("a real Debian installs Debian's Tempest, gets its accounts sealed, and its smoke set passes on real services", async () => {
  const artifact = await realArtifact({ version: "20260717-2542" });
  const packages = [`tempest=${tempestVersion}`, `python3-tempest=${tempestVersion}`, "subunit"];
  await downloadPackages(folder, `${await baseOf(artifact)}.dpkg-status`, packages);
  await signArchive(folder, archiveKey);

  const { names, accounts } = await tempestAccounts(["daily", "outsider"], null);
  const { authUrl, region } = await readCloud("daily");
  const settings = settingsOf(
    { authUrl, region, image: "none", flavor: "none" },
    // an emulated machine is fast enough for Keystone and Glance alone
    { service_available: { nova: false, neutron: false } },
  );
  const metadata = `http://${host}:${files.port}`;
  const userData = await inTest(tempestGuestScript({ run, seconds, settings, accounts, metadata }));
  const console = await consoleOf(artifact, userData, names);

  const results = readTempest(console, run);
  expect(results, console.slice(-3_000)).toMatchObject({ verdict: "passed", failed: [] });
  expect(results.passed).toBeGreaterThan(5);
  expect(secretLines(userData)).toEqual([]);
  for (const password of await passwordsOf(names)) expect(`${console}${userData}`).not.toContain(password);
});

/** The console of a guest that runs the script as it is. The host's part is the provider's own hand-over. */
async function consoleOf(artifact: string, userData: string, names: readonly string[]): Promise<string> {
  let said = "";
  await withDisk(artifact, async (disk) => {
    const guest = await Guest.start(folder, { disk, userData, serial: "none", memory: 1536 });
    const server = {
      leave: async (left: Record<string, string>) => void (files.metadata = { ...files.metadata, ...left }),
      clear: async () => void (files.metadata = {}),
    };
    const deadline = Date.now() + seconds * 1_000;
    try {
      while (!isSentTwice(said, run) && Date.now() < deadline) {
        said = await guest.console();
        await leavePasswords(server, { console: said, metadata: files.metadata }, () => passwordsOf(names));
        await setTimeout(2_000);
      }
    } finally {
      await guest.end();
    }
  });
  return said;
}

/** Adds what the test needs: its own archive in the place of Debian's, and a way to this machine's loopback. */
async function inTest(script: string): Promise<string> {
  const admin = await connect("admin");
  const ports = await servicePorts(admin);
  admin.close();
  const key = "/run/test-archive.asc";
  const source = `deb [signed-by=${key}] http://${host}:${files.port} test main`;
  const unsafe = "force-unsafe-io";
  return userDataOf(`#!/bin/sh
timeout 600 cloud-init status --wait >/dev/null 2>&1
cat >${key} <<'END-OF-KEY'
${archiveKey.toPublic().armor()}
END-OF-KEY
chmod 644 ${key}
rm -f /etc/apt/sources.list.d/*
echo '${source}' >/etc/apt/sources.list
echo ${unsafe} >/etc/dpkg/dpkg.cfg.d/test
cat >/run/forwarder <<'END-OF-FORWARDER'
${forwarder(host, ports)}END-OF-FORWARDER
python3 /run/forwarder &
cat >/run/tempest.sh <<'END-OF-SCRIPT'
${script}END-OF-SCRIPT
sh /run/tempest.sh
`);
}
