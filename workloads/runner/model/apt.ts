import type { RunnerDefinition } from "./definition.ts";
import type { WrittenFile } from "./cloud-config.ts";
import { paths } from "./paths.ts";

/**
 * Configures apt so that GitLab Runner comes only from its archive, in one version, and nothing else comes from there. apt refuses
 * an archive that is not signed by that key.
 */
export function aptFiles({ archive, version, arch }: RunnerDefinition): WrittenFile[] {
  const source = {
    Types: "deb",
    URIs: archive.url,
    Suites: archive.suite,
    Components: "main",
    Architectures: arch,
    "Signed-By": paths.archiveKey,
  };
  const pins = [
    { Package: "*", Pin: `origin "${new URL(archive.url).hostname}"`, "Pin-Priority": "-1" },
    { Package: "gitlab-runner", Pin: `version ${version}`, "Pin-Priority": "1001" },
  ];
  return [
    { path: paths.archiveKey, content: `${archive.key.trim()}\n`, permissions: "0644" },
    { path: "/etc/apt/sources.list.d/gitlab-runner.sources", content: stanza(source), permissions: "0644" },
    { path: "/etc/apt/preferences.d/gitlab-runner", content: pins.map(stanza).join("\n"), permissions: "0644" },
    { path: "/etc/apt/apt.conf.d/52casulana", content: upgrades, permissions: "0644" },
  ];
}

const stanza = (fields: Record<string, string>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join("");

/** A new kernel comes with the server's next replacement: a reboot would end the jobs that run. */
const upgrades = `APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";
Unattended-Upgrade::Automatic-Reboot "false";
Unattended-Upgrade::Remove-Unused-Dependencies "true";
`;
