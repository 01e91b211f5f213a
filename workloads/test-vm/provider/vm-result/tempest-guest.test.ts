import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tempestGuestScript } from "../../model/tempest/guest.ts";
import { tempestVersion } from "../../model/tempest/script.ts";
import { tempestPaths } from "../../model/tempest/settings.ts";
import { secretLines } from "../../../../policy/rules/no-secret-in-user-data.ts";
import { close, listen } from "../../../../test/peers/loopback.ts";
import { judgeTempest } from "./tempest.ts";
import { leavePasswords } from "./passwords.ts";

/** The guest's half and the provider's half on this machine: the script as it is, but for its places and the system's programs. */

const run = "5f3c01ab77";
const password = 'it\'s \\ "secret"';

/** What every guest has, and not every machine that runs these tests. */
const isPlayable = ["/usr/bin/python3", "/usr/bin/openssl"].every((program) => existsSync(program));
if (!isPlayable) console.warn("NOT TESTED: how a guest gets Tempest's passwords, which takes python3 and openssl");

let folder: string;
let service: Server;
let metadata: Record<string, string>;
let metadataUrl: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-tempest-"));
  metadata = {};
  service = createServer((_request, response) => response.end(JSON.stringify({ meta: metadata })));
  metadataUrl = await listen(service);
});
afterEach(async () => {
  await close(service);
  await rm(folder, { recursive: true });
});

const inside = (file: string): string => path.join(folder, file);
const consoleText = (): Promise<string> => readFile(inside("console"), "utf8").catch(() => "");

function script(): string {
  return tempestGuestScript({
    run,
    seconds: 10 ** 9,
    settings: { identity: { uri_v3: "http://keystone/v3" } },
    accounts: [{ username: "nobody", project_name: "p'1" }],
    metadata: metadataUrl,
  });
}

async function place(file: string, content: string): Promise<void> {
  await mkdir(path.dirname(inside(file)), { recursive: true });
  await writeFile(inside(file), content);
  await chmod(inside(file), 0o755);
}

/** Runs it until it ends, and gives it what it asks for. `programs` are on its path before the system's. */
async function played(programs: Record<string, string>, passwords: readonly string[] = [password]): Promise<string> {
  const all = {
    "cloud-init": "",
    dmesg: "",
    "dpkg-query": `printf '%s' 'installed ${tempestVersion}'`,
    subunit2csv: "cat",
    ...programs,
  };
  for (const [name, command] of Object.entries(all)) await place(`bin/${name}`, `#!/bin/sh\n${command}\n`);
  const moved = script()
    .replaceAll(tempestPaths.folder, inside("run"))
    .replaceAll("/dev/console", inside("console"))
    .replaceAll('"w") as console', '"a") as console')
    .replaceAll(`>${inside("console")}`, `>>${inside("console")}`)
    .replaceAll(">>>", ">>")
    .replace("PATH=/usr/local/sbin", `PATH=${inside("bin")}:/usr/local/sbin`)
    .replace("PAUSE = 10", "PAUSE = 0.2")
    .replace(/PATIENCE = \d+/, `PATIENCE = ${passwords.length > 0 ? 60 : 0.5}`);
  await place("script", moved);
  const child = spawn("sh", [inside("script")], { stdio: "inherit" });
  const server = {
    leave: async (left: Record<string, string>) => void (metadata = left),
    clear: async () => void (metadata = {}),
  };
  while (child.exitCode === null) {
    if (passwords.length > 0)
      await leavePasswords(server, { console: await consoleText(), metadata }, async () => passwords);
    await setTimeout(50);
  }
  return consoleText();
}

const tempest = (csv: string): string => `
case $1 in
init) mkdir -p "$2/etc" ;;
run) cp ${inside("run/accounts.yaml")} ${inside("seen")}; printf '${csv}' ;;
esac`;

describe("a VM that runs Tempest", () => {
  it.runIf(isPlayable)(
    "gets its passwords into memory, runs the smoke set as those users, and tells what it came to",
    async () => {
      const said = await played({ tempest: tempest("test,status\\na,success\\nb,fail\\n") });
      expect(judgeTempest(said, run)).toMatchObject({
        verdict: "failed",
        findings: ["b failed"],
        tempest: { passed: 1, skipped: 0 },
      });
      expect(JSON.parse(await readFile(inside("seen"), "utf8"))).toEqual([
        { username: "nobody", project_name: "p'1", password },
      ]);
      expect((await stat(inside("run/accounts.yaml"))).mode & 0o077).toBe(0);
      await expect(stat(inside("run/key.pem"))).rejects.toThrow("ENOENT");
      expect(said).not.toContain("secret");
      expect(await readFile(inside("run/workspace/etc/tempest.conf"), "utf8")).toContain("uri_v3 = http://keystone/v3");
    },
  );

  it("asks for nothing where Tempest could not be installed, and says why", async () => {
    const programs = { "dpkg-query": "", "apt-get": "echo 'E: no such version'; exit 100", tempest: "exit 1" };
    const said = await played(programs);
    expect(judgeTempest(said, run)).toMatchObject({
      verdict: "broken",
      findings: ["Tempest reported nothing: it could not be installed"],
    });
    expect(said).toContain("E: no such version");
    expect(said).not.toContain("casulana-key");
  });

  it.runIf(isPlayable)("gives up where nobody answers it", async () => {
    const said = await played({ tempest: tempest("") }, []);
    expect(judgeTempest(said, run).findings).toEqual(["Tempest reported nothing: its accounts could not be read"]);
    expect(said).toMatch(/casulana-key [^]*no passwords in/);
  });

  it("has nothing secret in what it is told", () => {
    expect(secretLines(script())).toEqual([]);
  });
});
