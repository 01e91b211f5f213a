import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "../peers/loopback.ts";
import { lastLines, run } from "../../tools/setup/bootstrap/progress.mjs";

/** Real Keystone, Glance, Neutron, Nova (with libvirt) and Octavia of Debian's packages, on loopback. */
interface Services {
  /** Names the clouds admin, daily, release, daily-app, release-app and outsider. */
  clouds: string;
  /** Octavia's own configuration, for its image lookup. */
  octavia: string;
  stop(): Promise<void>;
}

const names = ["KEYSTONE", "GLANCE", "NEUTRON", "PLACEMENT", "NOVA", "OCTAVIA"] as const;

const scripts = path.join(import.meta.dirname, "services");

/** Milliseconds that the start may take; most of it is for the download of packages. */
const patience = 15 * 60_000;

/**
 * Starts an instance of the services on free ports, and installs Debian's packages where they are missing. Needs root. The services end
 * with this process, however it ends.
 */
export async function startServices(): Promise<Services> {
  const state = await mkdtemp(path.join(tmpdir(), "cloud-images-services-"));
  const env = { ...process.env, ...(await freePorts()), OS_STATE: state };
  const script = (name: string): Promise<{ ok: boolean; output: string }> =>
    run("bash", [path.join(scripts, name)], { env, timeout: patience });
  const args = [path.join(scripts, "until.sh"), String(process.pid)];
  spawn("bash", args, { env, detached: true, stdio: "ignore" }).unref();
  const stop = async (): Promise<void> => {
    await script("down.sh");
    await rm(state, { recursive: true, force: true });
  };
  const { ok, output } = await script("up.sh");
  if (!ok) {
    await stop();
    throw new Error(`OpenStack's services did not start:\n${lastLines(output)}`);
  }
  console.log(output.trimEnd());
  return {
    clouds: path.join(state, "clouds.yaml"),
    octavia: path.join(state, "octavia", "octavia.conf"),
    stop,
  };
}

async function freePorts(): Promise<Record<string, string>> {
  const ports = await Promise.all(names.map(() => freePort()));
  return Object.fromEntries(names.map((name, index) => [`PORT_${name}`, String(ports[index])]));
}
