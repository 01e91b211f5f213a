import { checksOf } from "./checks/index.ts";
import type { VendorDefinition } from "../model/definitions/vendors.ts";

/**
 * The script that runs in the guest and reports on the serial console, where kernel and services write too. The output of each check
 * is cut, compressed, and sent in lines of base64, each with the run's mark, the check's name and the line's number. A last line has
 * the number of lines and their digest. The whole report is sent twice, because other messages may break a line.
 *
 *     @boot-test:5f3c… hosts 0 H4sIAAAA…
 *     @boot-test:5f3c… hosts end 1 9f86d081…
 *     @boot-test:5f3c… done
 */

/** Bytes of one check's output. */
export const mostOutput = 65_536;

/** Seconds that one check may take. */
const checkSeconds = 40;

/** Seconds before the end of its time at which the guest stops waiting for cloud-init and reports. */
const reserve = 45;

/** Output that is kept as evidence, but that no check judges. */
export const journal = {
  name: "journal",
  collect: "journalctl --boot --priority=warning --no-pager --output=short-monotonic | tail -c 32768",
};

export const markOf = (run: string): string => `@boot-test:${run}`;

interface Collection {
  /** Hexadecimal digits that mark the lines of this run. */
  run: string;
  /** The time from power on to the end of the guest's report. */
  seconds: number;
}

/** Each check's name with the shell that collects for it. */
const collected = (vendor: VendorDefinition): Collected[] => [
  ...checksOf(vendor).map(({ name, collect }) => ({ name, collect })),
  journal,
];

/** The collector of one check, and the name in its report. */
interface Collected {
  name: string;
  collect: string;
}

/** POSIX shell for Debian's essential packages. */
export const collectorScript = (vendor: VendorDefinition, collection: Collection): string =>
  scriptOf(collected(vendor), collection);

export function scriptOf(checks: readonly Collected[], { run, seconds }: Collection): string {
  return `#!/bin/sh
export LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin SYSTEMD_COLORS=0
work=$(mktemp -d /run/boot-test.XXXXXX) && cd "$work" || exit 1
uptime=$(cut -d. -f1 /proc/uptime)
left=$((${seconds - reserve} - uptime))
[ "$left" -gt 0 ] && timeout "$left" cloud-init status --wait >/dev/null 2>&1
dmesg -n 1
say() { printf '\\n${markOf(run)} %s\\n' "$*" >/dev/console; }
${checks.map(collecting).join("")}for twice in 1 2; do
  for file in *.b64; do
    name=\${file%.b64}
    count=0
    while read -r chunk; do
      say "$name $count $chunk"
      count=$((count + 1))
    done <"$file"
    say "$name end $count $(sha256sum "$file" | cut -d' ' -f1)"
  done
  say done
done
`;
}

const collecting = ({ name, collect }: Collected): string => `
cat >${name}.sh <<'END-OF-CHECK'
${collect}
END-OF-CHECK
timeout ${checkSeconds} sh ${name}.sh 2>&1 </dev/null | head -c ${mostOutput} | gzip -9n | base64 -w 64 >${name}.b64
`;

/** cloud-init's user data, without secrets. It starts the script early, so that nothing that hangs can keep it from running. */
export const userData = (vendor: VendorDefinition, collection: Collection): string =>
  userDataOf(collectorScript(vendor, collection));

export const userDataOf = (text: string): string => {
  const script = Buffer.from(text).toString("base64");
  const start =
    "base64 -d /run/boot-test.b64 >/run/boot-test.sh; systemd-run --quiet --no-block --collect --unit=boot-test sh /run/boot-test.sh";
  return `#cloud-config\nbootcmd:\n- [sh, -c, "echo ${script} >/run/boot-test.b64; ${start}"]\n`;
};
