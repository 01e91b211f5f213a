import { markOf } from "../../../../images/boot-tests/collector.ts";

/** The version of Debian's package of Tempest. Another version has other tests. */
export const tempestVersion = "1:33.0.0-1";

/** The name of its results, as for a boot test's check. */
export const tempestCheck = "tempest";

/** The beginning of the console's line with the reason why a guest could run no test. */
export const gaveUpMark = "tempest-gave-up:";

interface TempestRun {
  /** Marks this run's lines: hexadecimal digits. */
  run: string;
  /** The file that lines are written to. */
  console: string;
  /** The folder that has `etc/tempest.conf`. */
  workspace: string;
  /** Seconds that the tests may take, as a word of a shell. */
  seconds: string;
}

/** The most bytes of results, enough for some 300 tests. */
const mostResults = 65_536;

/** POSIX shell that installs this version of Tempest with apt, unless it is there. */
export const installTempest = `have=$(dpkg-query -W -f '\${db:Status-Status} \${Version}' python3-tempest 2>/dev/null)
[ "$have" = "installed ${tempestVersion}" ] || {
  apt-get -qq update
  apt-get -qq install -y --no-install-recommends python3-tempest=${tempestVersion} tempest=${tempestVersion} subunit
}
`;

/**
 * POSIX shell that runs the smoke set in the workspace, and prints a line per test (`test,status,start,stop`) in the format of a boot
 * test's collector. Tempest writes results one by one, so those until the time limit are printed too.
 */
export const runTempest = ({
  run,
  console,
  workspace,
  seconds,
}: TempestRun): string => `cd ${quoted(workspace)} || exit 1
timeout ${seconds} tempest run --smoke --concurrency 1 --subunit >run.subunit 2>run.log
work=$(mktemp -d)
subunit2csv --no-passthrough <run.subunit 2>/dev/null |
  head -c ${mostResults} | gzip -9n | base64 -w 64 >"$work/results"
say() { printf '\\n${markOf(run)} %s\\n' "$*" >>${quoted(console)}; }
for twice in 1 2; do
  count=0
  while read -r chunk; do
    say "${tempestCheck} $count $chunk"
    count=$((count + 1))
  done <"$work/results"
  say "${tempestCheck} end $count $(sha256sum "$work/results" | cut -d' ' -f1)"
  say done
done
rm -r "$work"
`;

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
