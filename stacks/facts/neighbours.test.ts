import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { parseConfig } from "../config.ts";
import { refuseSharedClouds } from "./neighbours.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "neighbours-"));
});
afterEach(() => rm(folder, { recursive: true }));

const own = (openstack: object[]) =>
  parseConfig(
    {
      role: "publication",
      suite: "trixie",
      channel: "daily",
      artifacts: "artifacts",
      mirror: { root: "tree", staging: "staging" },
      targets: { openstack },
    },
    { folder, file: "Pulumi.trixie-daily.yaml", backend: undefined },
  );

const write = (channel: string, cloud: string): Promise<void> =>
  writeFile(
    join(folder, `Pulumi.trixie-${channel}.yaml`),
    `config:\n  cloud-images:channel: ${channel}\n  cloud-images:targets: { openstack: [{ cloud: ${cloud} }] }\n`,
  );

it("a stack is refused while a file beside its own sends the other channel to its cloud", async () => {
  await Promise.all([write("daily", "debian"), write("release", "debian")]);
  await expect(refuseSharedClouds(own([{ cloud: "debian" }]), folder)).rejects.toThrow(/Pulumi\.trixie-release\.yaml/);
  await write("release", "release");
  await refuseSharedClouds(own([{ cloud: "debian" }]), folder);
});

it("a file beside it that is no YAML stops no other stack", async () => {
  await writeFile(join(folder, "Pulumi.broken.yaml"), "config: [");
  await refuseSharedClouds(own([{ cloud: "debian" }]), folder);
});
