import { aptFiles } from "./apt.ts";
import type { CloudConfig, WrittenFile } from "./cloud-config.ts";
import { everyServerPackages, serverPackages, type RunnerDefinition } from "./definition.ts";
import { jobUser, paths } from "./paths.ts";
import { claimToken } from "./scripts/claim-token.ts";
import { jobAccelerator } from "./scripts/job-accelerator.ts";
import { jobBase } from "./scripts/job-base.ts";
import { jobCleanup, jobPrepare, jobRun } from "./scripts/job-machine.ts";
import { pruneCache } from "./scripts/prune-cache.ts";
import { serviceFiles } from "./services.ts";

/** The label of the cache's file system: a volume that has it is kept as it is. */
const cacheLabel = "casulana-cache";

/** virtio's limit for a disk's serial number, which is the beginning of the volume's id. */
const serialLength = 20;

/**
 * The user data of a runner's server, for its first boot. It has no secret: everybody who reaches the metadata service can read it.
 * `volume`: the id of the cache's volume; null if the cache is on the server's own disk.
 */
export function runnerConfig(name: string, definition: RunnerDefinition, volume: string | null): CloudConfig {
  return {
    users: [{ name: jobUser, system: true, shell: "/usr/sbin/nologin", groups: "kvm" }],
    disable_root: true,
    ssh_pwauth: false,
    ...(volume === null ? {} : cacheVolume(volume)),
    write_files: [
      ...aptFiles(definition),
      ...scripts(definition),
      ...settings(name, definition),
      ...serviceFiles(definition),
    ],
    package_update: true,
    packages: [
      ["gitlab-runner", definition.version],
      ...new Set([...everyServerPackages, ...serverPackages[definition.arch], ...definition.packages]),
    ],
    runcmd: [
      ["systemctl", "daemon-reload"],
      // nobody can log in: people read the console, and replace the server
      ["systemctl", "mask", "--now", "ssh.service", "ssh.socket"],
      ["systemd-tmpfiles", "--create", "casulana.conf"],
      ["systemctl", "enable", "--now", "nftables.service"],
      ["systemctl", "restart", "apt-cacher-ng.service"],
      ["systemctl", "enable", "--now", "casulana-prune.timer", "casulana-job-base.timer"],
      ["systemctl", "enable", "casulana-token.service"],
      ["systemctl", "start", "--no-block", "casulana-job-base.service", "casulana-token.service"],
    ],
  };
}

const cacheVolume = (volume: string): Pick<CloudConfig, "fs_setup" | "mounts"> => ({
  fs_setup: [
    {
      label: cacheLabel,
      filesystem: "ext4",
      device: `/dev/disk/by-id/virtio-${volume.slice(0, serialLength)}`,
      overwrite: false,
    },
  ],
  mounts: [[`LABEL=${cacheLabel}`, paths.cache, "ext4", "defaults,noatime,nofail"]],
});

const scripts = ({ arch, jobs }: RunnerDefinition): WrittenFile[] =>
  Object.entries({
    "claim-token": claimToken,
    "job-accelerator": jobAccelerator(arch),
    "job-base": jobBase,
    "job-prepare": jobPrepare(arch, jobs),
    "job-run": jobRun,
    "job-cleanup": jobCleanup,
    "prune-cache": pruneCache,
  }).map(([script, content]) => ({ path: `${paths.scripts}/${script}`, content, permissions: "0755" }));

function settings(name: string, definition: RunnerDefinition): WrittenFile[] {
  const { version, gitlab, metadata } = definition;
  return [
    { path: paths.settings, content: `${JSON.stringify({ version, gitlab, metadata })}\n`, permissions: "0644" },
    { path: paths.template, content: template(name, definition), permissions: "0644" },
  ];
}

/** A JSON string is also a basic string of TOML. */
const quoted = (text: string): string => JSON.stringify(text);

/** docs.gitlab.com/runner/configuration/advanced-configuration; times are seconds. */
const template = (name: string, { gitlab, concurrency }: RunnerDefinition): string => `concurrent = ${concurrency}
check_interval = 10
shutdown_timeout = 300

[[runners]]
  name = ${quoted(name)}
  url = ${quoted(gitlab)}
  token = "@TOKEN@"
  executor = "custom"
  builds_dir = "/builds"
  cache_dir = "/cache"
  [runners.custom]
    prepare_exec = "${paths.scripts}/job-prepare"
    prepare_exec_timeout = 600
    run_exec = "${paths.scripts}/job-run"
    cleanup_exec = "${paths.scripts}/job-cleanup"
    cleanup_exec_timeout = 120
`;
