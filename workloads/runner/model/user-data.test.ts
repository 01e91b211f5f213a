import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { credentialIn } from "../../../images/credentials/credentials.ts";
import { renderUserData, type CloudConfig } from "./cloud-config.ts";
import { paths } from "./paths.ts";
import { runnerDefinition } from "../../../test/samples/workloads/runners.ts";
import { runnerConfig } from "./user-data.ts";

const volume = "0b0e4f0a-1c2d-4e5f-8a9b-0c1d2e3f4a5b";
const config = runnerConfig("casulana-amd64-1a2b3c4d", runnerDefinition(), null);

function fileOf({ write_files: files }: CloudConfig, wanted: string): string {
  const found = files.find((file) => file.path === wanted);
  if (found === undefined) throw new RangeError(`${wanted} is not written`);
  return found.content;
}

describe("a runner's user data", () => {
  it("is YAML that reads back as it was said", () => {
    const text = renderUserData(config);
    expect(text.startsWith("#cloud-config\n")).toBe(true);
    expect(parse(text)).toEqual(config);
  });

  it("takes GitLab Runner in one version, signed by one key, and nothing else from its archive", () => {
    expect(config.packages).toContainEqual(["gitlab-runner", "18.5.0-1"]);
    expect(fileOf(config, "/etc/apt/sources.list.d/gitlab-runner.sources")).toContain(
      `Signed-By: ${paths.archiveKey}\n`,
    );
    expect(fileOf(config, paths.archiveKey)).toMatch(/^-----BEGIN PGP PUBLIC KEY BLOCK-----/);
    expect(fileOf(config, "/etc/apt/preferences.d/gitlab-runner")).toBe(
      'Package: *\nPin: origin "packages.gitlab.com"\nPin-Priority: -1\n\n' +
        "Package: gitlab-runner\nPin: version 18.5.0-1\nPin-Priority: 1001\n",
    );
  });

  it("installs what builds need", () => {
    expect(config.packages).toEqual(expect.arrayContaining(["fai-server", "qemu-utils", "debootstrap", "mmdebstrap"]));
  });

  it("closes ssh, and lets nothing in", () => {
    expect(config.runcmd).toContainEqual(["systemctl", "mask", "--now", "ssh.service", "ssh.socket"]);
    expect(config.ssh_pwauth).toBe(false);
    expect(fileOf(config, "/etc/nftables.conf")).toMatch(/hook input priority filter; policy drop;/);
  });

  it("has as many jobs at a time as it is told, each in a machine of its own", () => {
    const settings = fileOf(config, paths.template);
    expect(settings).toMatch(/^concurrent = 2$/m);
    expect(settings).toMatch(/executor = "custom"/);
    expect(settings).toMatch(/^ {2}url = "https:\/\/salsa.debian.org"$/m);
  });

  it("keeps the cache below its limit, in bytes", () => {
    expect(fileOf(config, "/etc/systemd/system/casulana-prune.service")).toContain(` ${20 * 2 ** 30}\n`);
  });

  it("mounts a cache volume that it knows by its serial number, and never formats one that has a file system", () => {
    const { fs_setup: made, mounts } = runnerConfig("r", runnerDefinition({ cache: 50 }), volume);
    expect(made).toEqual([
      {
        label: "casulana-cache",
        filesystem: "ext4",
        device: "/dev/disk/by-id/virtio-0b0e4f0a-1c2d-4e5f-8",
        overwrite: false,
      },
    ]);
    expect(mounts).toEqual([["LABEL=casulana-cache", paths.cache, "ext4", "defaults,noatime,nofail"]]);
  });

  it("holds no line that looks like a credential", () => {
    expect(
      renderUserData(config)
        .split("\n")
        .filter((line) => credentialIn(line) !== undefined),
    ).toEqual([]);
  });

  it("is refused where Nova would refuse its size", () => {
    const long = runnerConfig(
      "r",
      runnerDefinition({ packages: Array.from({ length: 9_000 }, (_, n) => `lib${n}`) }),
      null,
    );
    expect(() => renderUserData(long)).toThrow(/at most 65535, Nova's limit/);
  });

  const python = "/usr/bin/python3";
  it
    .skipIf(!existsSync(python))
    .each(config.write_files.filter(({ content }) => content.startsWith("#!/usr/bin/python3")))(
    "writes Python that compiles: $path",
    ({ content }) => {
      execFileSync(python, ["-c", "import sys; compile(sys.stdin.read(), 'script', 'exec')"], { input: content });
    },
  );

  it.each(config.write_files.filter(({ content }) => content.startsWith("#!/bin/sh")))(
    "writes shell that parses: $path",
    ({ content }) => {
      execFileSync("sh", ["-n"], { input: content });
    },
  );
});
