import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { parseConfig } from "../../config.ts";
import { refuseSharedClouds } from "./other-stacks.ts";

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

it.each<[string, string]>([
  ["no YAML", "config: ["],
  ["no mapping", "- config"],
  ["without keys below config", "config: [a]"],
  ["a bomb of aliases", `a: &a [${"1,".repeat(9)}1]\nb: &b [${"*a,".repeat(40)}*a]\nc: [${"*b,".repeat(40)}*b]`],
])("a file beside it that is %s is refused by name, since its clouds may be the stack's", async (_case, text) => {
  await writeFile(join(folder, "Pulumi.broken.yaml"), text);
  await expect(refuseSharedClouds(own([{ cloud: "debian" }]), folder)).rejects.toThrow(
    /^Pulumi\.broken\.yaml.*: expected YAML with the stack's keys below config; correct the file$/s,
  );
  await refuseSharedClouds(own([]), folder);
});

it("one that cannot be read is refused by name", async () => {
  await mkdir(join(folder, "Pulumi.folder.yaml"));
  await expect(refuseSharedClouds(own([{ cloud: "debian" }]), folder)).rejects.toThrow(
    /^Pulumi\.folder\.yaml is "EISDIR"/,
  );
  await rm(join(folder, "Pulumi.folder.yaml"), { recursive: true });
  await symlink("nowhere", join(folder, "Pulumi.link.yaml"));
  await expect(refuseSharedClouds(own([{ cloud: "debian" }]), folder)).rejects.toThrow(
    /^Pulumi\.link\.yaml is "ENOENT"/,
  );
});

it("an empty file says nothing of clouds", async () => {
  await writeFile(join(folder, "Pulumi.dev.yaml"), "");
  await writeFile(join(folder, "Pulumi.other.yaml"), "encryptionsalt: v1\n");
  await refuseSharedClouds(own([{ cloud: "debian" }]), folder);
});
