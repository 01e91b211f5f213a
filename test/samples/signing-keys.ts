import { execFileSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { project } from "../../tools/setup/bootstrap/folders.mjs";

/** Whether this machine can make keys. Warns where it cannot. */
export function hasGpg(): boolean {
  try {
    execFileSync("gpg", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    console.warn("signatures are not tested: no gpg on PATH (apt-get install gpg gpgv)");
    return false;
  }
}

/** A key ring of its own with one key, the command that signs with it, and the public keys as gpgv reads them. */
export interface TestKey {
  folder: string;
  fingerprint: string;
  command: string[];
  /** The path of a file with the public key, in binary. */
  keyring: string;
  end: () => Promise<void>;
}

export async function makeKey(name: string): Promise<TestKey> {
  // the path of gpg-agent's socket must be short
  const folder = await mkdtemp(join(tmpdir(), "gpg-"));
  chmodSync(folder, 0o700);
  const gpg = (...args: string[]): Buffer => execFileSync("gpg", ["--homedir", folder, "--batch", "--quiet", ...args]);
  gpg("--passphrase", "", "--quick-generate-key", name, "ed25519", "sign", "never");
  const [, fingerprint = ""] = /^fpr:+([0-9A-F]{40}):/m.exec(String(gpg("--list-keys", "--with-colons"))) ?? [];
  const keyring = join(folder, "public.gpg");
  await writeFile(keyring, gpg("--export"));
  const command = ["env", `GNUPGHOME=${folder}`, join(project, "tools/sign/gpg.sh"), fingerprint];
  const end = async (): Promise<void> => {
    execFileSync("gpgconf", ["--homedir", folder, "--kill", "all"]);
    await rm(folder, { recursive: true, force: true });
  };
  return { folder, fingerprint, command, keyring, end };
}

/** Writes both keys into one file, as readers have it while a new key replaces the old one. Returns its path. */
export async function joinKeyrings(path: string, keys: readonly TestKey[]): Promise<string> {
  await writeFile(path, Buffer.concat(await Promise.all(keys.map(({ keyring }) => readFile(keyring)))));
  return path;
}
