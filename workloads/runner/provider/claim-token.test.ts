import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type Server as HttpServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { paths } from "../model/paths.ts";
import { claimToken } from "../model/scripts/claim-token.ts";
import { GitlabRunners } from "../../../test/peers/gitlab-runners.ts";
import { close, listen } from "../../../test/peers/loopback.ts";
import { handOver } from "./hand-over.ts";

/** The server's half and the provider's half of the hand-over, on this machine: no boot, but the script as it is. */

let folder: string;
let gitlab: GitlabRunners;
let service: HttpServer;
let metadata: Record<string, string>;
let metadataUrl: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-claim-"));
  gitlab = await GitlabRunners.start();
  metadata = {};
  service = createServer((_request, response) => response.end(JSON.stringify({ meta: metadata })));
  metadataUrl = await listen(service);
});
afterEach(async () => {
  await close(service);
  await gitlab.end();
  await rm(folder, { recursive: true });
});

const inside = (file: string): string => path.join(folder, file);

async function place(file: string, content: string): Promise<void> {
  await mkdir(path.dirname(inside(file)), { recursive: true });
  await writeFile(inside(file), content);
}

/** Its places below the folder, a console that is a file, and the system's programs as far as they would change this machine. */
async function claim(installed: string): Promise<number | null> {
  const settings = { version: "18.5.0-1", gitlab: gitlab.url, metadata: metadataUrl };
  await place(paths.settings, JSON.stringify(settings));
  await place(paths.template, 'concurrent = 2\n[[runners]]\n  token = "@TOKEN@"\n');
  await place("console", "");
  const programs = { "dpkg-query": `printf '%s' 'installed ${installed}'`, systemctl: 'echo "$@" >> "$0.said"' };
  for (const [name, command] of Object.entries(programs)) {
    await place(`bin/${name}`, `#!/bin/sh\n${command}\n`);
    await chmod(inside(`bin/${name}`), 0o755);
  }
  const moved = [paths.settings, paths.template, paths.runnerConfig, paths.run].reduce(
    (script, file) => script.replaceAll(`"${file}"`, `"${inside(file)}"`),
    claimToken.replace('"/dev/console", "w"', `"${inside("console")}", "a"`).replace("PAUSE = 10", "PAUSE = 0.2"),
  );
  await place("claim-token", moved);
  const env = { ...process.env, PATH: `${inside("bin")}:${process.env["PATH"] ?? ""}` };
  const child = spawn("python3", [inside("claim-token")], { env, stdio: "inherit" });
  return new Promise((resolve) => child.once("exit", resolve));
}

const deliver = (): Promise<number> =>
  handOver(
    {
      gitlab: { url: gitlab.url, token: gitlab.token, signal: AbortSignal.timeout(50_000) },
      pause: 100,
      report: () => undefined,
      server: {
        state: async () => ({ status: "ACTIVE", fault: undefined, metadata }),
        console: () => readFile(inside("console"), "utf8").catch(() => ""),
        leave: async (left) => void (metadata = { ...metadata, ...left }),
        clear: async () => void (metadata = {}),
      },
    },
    {
      gitlab: gitlab.url,
      owner: { group: 7 },
      name: "casulana",
      tags: [],
      untagged: false,
      cloud: "casulana",
      server: "5f0c6a52",
      setUp: 1,
      drain: 1,
    },
  );

describe.skipIf(!existsSync("/usr/bin/python3"))("a server that claims its token", () => {
  it("gets it from the provider, keeps it for itself, and starts the runner", async () => {
    const [exitCode] = await Promise.all([claim("18.5.0-1"), deliver()]);
    expect(exitCode).toBe(0);
    const [token = ""] = gitlab.tokens;
    expect(await readFile(inside(paths.runnerConfig), "utf8")).toContain(`  token = "${token}"\n`);
    expect((await stat(inside(paths.runnerConfig))).mode & 0o777).toBe(0o600);
    expect(await readFile(inside("bin/systemctl.said"), "utf8")).toBe("restart gitlab-runner.service\n");
    expect(await readFile(inside("console"), "utf8")).not.toContain(token);
    expect(existsSync(inside(`${paths.run}/key.pem`))).toBe(false);
  });

  it("asks for none where another version of GitLab Runner was installed", async () => {
    expect(await claim("17.0.0-1")).toBe(1);
    expect(await readFile(inside("console"), "utf8")).toContain("gitlab-runner 18.5.0-1 is not installed");
  });
});
