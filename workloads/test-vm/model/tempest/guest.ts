import { markOf } from "../../../../images/boot-tests/collector.ts";
import { sealedPython } from "../../../runner/model/scripts/sealed.ts";
import { gaveUpMark, installTempest, runTempest } from "./script.ts";
import { renderSettings, tempestPaths, type TempestAccount, type TempestSettings } from "./settings.ts";

/** The settings of the VM that runs Tempest, without secrets. */
interface TempestGuest {
  /** Marks this run's lines in the console: hexadecimal digits. */
  run: string;
  /** The time from power on to the end of the guest's report. */
  seconds: number;
  settings: TempestSettings;
  /** Without their passwords: the guest gets those sealed, in the same order (workloads/test-vm/README.md). */
  accounts: readonly TempestAccount[];
  /** The cloud's metadata service. */
  metadata: string;
}

/** Seconds that remain for the report when the tests are stopped. */
const reserve = 60;

/** Seconds for cloud-init, which sets up the network. */
const cloudInitSeconds = 600;

/** Seconds in which the passwords must arrive. The provider looks every few seconds; after its death the next run makes another VM. */
const askingSeconds = 1_800;

/** Python that writes the list of accounts with the decrypted passwords. */
const claim = ({ accounts, metadata }: TempestGuest): string => `
import base64, hashlib, json, os, pathlib, subprocess, sys, time, urllib.request

RUN = pathlib.Path("${tempestPaths.folder}")
ACCOUNTS = json.loads(base64.b64decode("${Buffer.from(JSON.stringify(accounts)).toString("base64")}"))
PAUSE = 10
PATIENCE = ${askingSeconds}
${sealedPython}

os.umask(0o077)
fingerprint, key_line = make_key(RUN)
deadline = time.monotonic() + PATIENCE
while True:
    say(key_line)
    sealed = open_sealed(metadata(${JSON.stringify(metadata)}), fingerprint, RUN)
    if sealed is not None:
        break
    if time.monotonic() > deadline:
        sys.exit(f"no passwords in {PATIENCE} s")
    time.sleep(PAUSE)
(RUN / "key.pem").unlink()
whole = [{**account, "password": pw} for account, pw in zip(ACCOUNTS, json.loads(sealed), strict=True)]
# JSON is YAML
pathlib.Path("${tempestPaths.accounts}").write_text(json.dumps(whole))
`;

/** POSIX shell that installs Tempest, gets the passwords, runs the smoke set and prints the results on the console. */
export const tempestGuestScript = (guest: TempestGuest): string => `#!/bin/sh
export LC_ALL=C DEBIAN_FRONTEND=noninteractive HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
timeout ${cloudInitSeconds} cloud-init status --wait >/dev/null 2>&1
dmesg -n 1
umask 077
mkdir -p ${tempestPaths.folder}
give_up() {
  printf '\\n${gaveUpMark} %s\\n' "$1" >/dev/console
  tail -n 20 ${tempestPaths.folder}/log >/dev/console
  printf '\\n${markOf(guest.run)} done\\n${markOf(guest.run)} done\\n' >/dev/console
  exit 1
}
(
${indented(installTempest)}) >${tempestPaths.folder}/log 2>&1 || give_up 'it could not be installed'
tempest init ${tempestPaths.workspace} >${tempestPaths.folder}/log 2>&1 || give_up 'it has no workspace'
cat >${tempestPaths.workspace}/etc/tempest.conf <<'END-OF-SETTINGS'
${renderSettings(guest.settings)}END-OF-SETTINGS
cat >${tempestPaths.folder}/claim.py <<'END-OF-CLAIM'
${claim(guest)}END-OF-CLAIM
python3 ${tempestPaths.folder}/claim.py 2>${tempestPaths.folder}/log || give_up 'its accounts could not be read'
left=$((${guest.seconds - reserve} - $(cut -d. -f1 /proc/uptime)))
[ "$left" -gt 0 ] || give_up 'there was no time left'
${runTempest({ run: guest.run, console: "/dev/console", workspace: tempestPaths.workspace, seconds: '"$left"' })}`;

const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, "  ");
