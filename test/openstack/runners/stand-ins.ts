import { everyServerPackages, serverPackages, buildPackages } from "../../../workloads/runner/model/definition.ts";
import { paths } from "../../../workloads/runner/model/paths.ts";
import type { StandIn } from "./apt-archive.ts";

/** Packages in every Debian image, or added to the booted one. */
const installed: readonly string[] = [
  "ca-certificates",
  "e2fsprogs",
  "openssh-client",
  "openssl",
  "python3",
  "python3-yaml",
  "sudo",
  "udev",
];

const service = (command: string): string =>
  `[Service]\nType=oneshot\nRemainAfterExit=true\nExecStart=${command}\n[Install]\nWantedBy=multi-user.target\n`;

/** An mmdebstrap that makes only the files that job-base looks at. */
const mmdebstrap = `#!/bin/sh
for last; do root=$mirror mirror=$last; shift; [ $# -eq 1 ] && root=$last; done
mkdir -p "$root/boot" "$root/etc/ssh" "$root/etc/apt/apt.conf.d" "$root/etc/systemd/network" "$root/lib/systemd/system"
echo kernel > "$root/boot/vmlinuz-6"
echo initrd > "$root/boot/initrd.img-6"
for unit in ssh systemd-networkd; do
  printf '[Service]\\nExecStart=/bin/true\\n[Install]\\nWantedBy=multi-user.target\\n' > "$root/lib/systemd/system/$unit.service"
done
`;

/** A gitlab-runner that shows the token in its settings to GitLab, as the real one does when it asks for jobs. */
const gitlabRunner = `#!/usr/bin/python3
import tomllib, urllib.parse, urllib.request
with open("${paths.runnerConfig}", "rb") as file:
    runner = tomllib.load(file)["runners"][0]
form = urllib.parse.urlencode({"token": runner["token"]}).encode()
urllib.request.urlopen(runner["url"] + "/api/v4/runners/verify", form)
with open("/dev/console", "w") as console:
    console.write(f"stand-in: {runner['name']} asks for jobs, {runner['executor']}\\n")
`;

export const runnerPackage = (version: string): StandIn => ({
  name: "gitlab-runner",
  version,
  files: {
    "/usr/bin/gitlab-runner": gitlabRunner,
    "/lib/systemd/system/gitlab-runner.service": service("/usr/bin/gitlab-runner"),
  },
});

/** One package that provides all that an image lacks: to install the real ones would take an emulated machine many minutes. */
export const debianPackages: StandIn = {
  name: "stand-ins",
  version: "1",
  provides: [...new Set([...everyServerPackages, ...serverPackages.amd64, ...buildPackages])].filter(
    (name) => !installed.includes(name),
  ),
  files: {
    "/usr/bin/mmdebstrap": mmdebstrap,
    "/lib/systemd/system/apt-cacher-ng.service": service("/bin/true"),
    "/lib/systemd/system/nftables.service": service("/bin/true"),
  },
};
