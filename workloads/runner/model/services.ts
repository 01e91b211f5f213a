import type { WrittenFile } from "./cloud-config.ts";
import type { RunnerDefinition } from "./definition.ts";
import { aptCachePort, jobUser, paths } from "./paths.ts";

/** The systemd units and the settings of a runner's server, beside GitLab Runner. */
export function serviceFiles({ cacheLimit, jobs, packages }: RunnerDefinition): WrittenFile[] {
  const base = [jobs.suite, jobs.mirror, packages.join(","), String(jobs.disk)].join(" ");
  const prune = `${paths.cache}/apt ${cacheLimit * 2 ** 30}`;
  return [
    unit("casulana-token.service", {
      Unit: { Description: "Get the runner's token", After: "network-online.target casulana-job-base.service" },
      Service: {
        Type: "exec",
        ExecStart: `${paths.scripts}/claim-token`,
        Restart: "on-failure",
        RestartSec: "30",
      },
      Install: { WantedBy: "multi-user.target" },
    }),
    unit("casulana-job-base.service", {
      Unit: { Description: "Build the machine of the jobs" },
      Service: { Type: "oneshot", ExecStart: `${paths.scripts}/job-base ${base}` },
    }),
    unit("casulana-job-base.timer", {
      Unit: { Description: "Build the machine of the jobs anew each week" },
      Timer: { OnCalendar: "weekly", RandomizedDelaySec: "6h", Persistent: "true" },
      Install: { WantedBy: "timers.target" },
    }),
    unit("casulana-prune.service", {
      Unit: { Description: "Keep the cache below its limit" },
      Service: { Type: "oneshot", ExecStart: `${paths.scripts}/prune-cache ${prune}` },
    }),
    unit("casulana-prune.timer", {
      Unit: { Description: "Keep the cache below its limit" },
      Timer: { OnCalendar: "hourly", Persistent: "true" },
      Install: { WantedBy: "timers.target" },
    }),
    { path: "/etc/tmpfiles.d/casulana.conf", content: folders, permissions: "0644" },
    { path: "/etc/apt-cacher-ng/casulana.conf", content: aptCache, permissions: "0644" },
    { path: "/etc/nftables.conf", content: firewall, permissions: "0755" },
  ];
}

type Sections = Record<string, Record<string, string>>;

const unit = (name: string, sections: Sections): WrittenFile => ({
  path: `/etc/systemd/system/${name}`,
  permissions: "0644",
  content: Object.entries(sections)
    .map(([section, values]) => `[${section}]\n${lines(values)}`)
    .join("\n"),
});

const lines = (values: Record<string, string>): string =>
  Object.entries(values)
    .map(([key, value]) => `${key}=${value}\n`)
    .join("");

/** At boot, leftovers of earlier jobs are removed. */
const folders = `d ${paths.run} 0700 root root
d ${paths.cache}/apt 0755 apt-cacher-ng apt-cacher-ng
R! ${paths.jobs}
d ${paths.jobs} 0755 root root
`;

const aptCache = `CacheDir: ${paths.cache}/apt
BindAddress: 127.0.0.1
Port: ${aptCachePort}
`;

/**
 * No incoming connections. The connections of a job's machine are those of the user who runs it: they reach neither the cloud's
 * metadata service nor ports of the server, except the package cache and DNS.
 */
const firewall = `#!/usr/sbin/nft -f
flush ruleset
table inet casulana {
  chain input {
    type filter hook input priority filter; policy drop;
    iif lo accept
    ct state established,related accept
    meta l4proto { icmp, ipv6-icmp } accept
    udp dport { 68, 546 } accept
  }
  chain output {
    type filter hook output priority filter; policy accept;
    ct state established,related accept
    meta skuid ${jobUser} ip daddr 169.254.0.0/16 reject
    meta skuid ${jobUser} ip6 daddr fe80::/10 reject
    meta skuid ${jobUser} oif lo th dport != { 53, ${aptCachePort} } reject
  }
}
`;
