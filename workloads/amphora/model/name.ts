import { isArch, type Arch } from "../../../images/model/definitions/arches.ts";
import { formatDay, parseDay, type Day } from "../../../images/model/day.ts";

/**
 * An image that Octavia boots, as Debian names it: `debian-<suite>[-<OpenStack release>]-octavia-<point>.<minor>[-YYYYMMDD]-<arch>`,
 * `debian-bookworm-zed-octavia-12.12.0-20261123-amd64`.
 */
export interface AmphoraName {
  suite: string;
  /** The OpenStack release of its agent; null if the name lacks it. */
  release: string | null;
  /** Debian's point release, `12.12`; `14` for a suite that is not released yet. */
  point: string;
  /** Counts the images of one point release. */
  minor: number;
  day: Day | null;
  arch: Arch;
}

const pattern =
  /^debian-(?<suite>[a-z]+)(?:-(?<release>[a-z]+))?-octavia-(?<point>(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))?)\.(?<minor>0|[1-9]\d{0,5})(?:-(?<day>\d{8}))?-(?<arch>[a-z0-9]+)$/;

/** Undefined for any other name. */
export function parseAmphoraName(name: string): AmphoraName | undefined {
  const { suite = "", release, point = "", minor, day: date, arch = "" } = pattern.exec(name)?.groups ?? {};
  const day = date === undefined ? null : parseDay(date.replace(/(....)(..)(..)/, "$1-$2-$3"));
  if (suite === "" || day === undefined || !isArch(arch)) return undefined;
  return { suite, release: release ?? null, point, minor: Number(minor), day, arch };
}

export function formatAmphoraName({ suite, release, point, minor, day, arch }: AmphoraName): string {
  const of = release === null ? suite : `${suite}-${release}`;
  const date = day === null ? "" : `-${formatDay(day).replaceAll("-", "")}`;
  return `debian-${of}-octavia-${point}.${minor}${date}-${arch}`;
}

/** Negative if `a` is older: by point release, then by minor number, then by day. */
export function compareAmphorae(a: AmphoraName, b: AmphoraName): number {
  const [older, newer] = [orderOf(a), orderOf(b)];
  const index = older.findIndex((value, at) => value !== newer[at]);
  return index === -1 ? 0 : (older[index] ?? 0) - (newer[index] ?? 0);
}

function orderOf({ point, minor, day }: AmphoraName): number[] {
  const [major = 0, update = 0] = point.split(".").map(Number);
  return [major, update, minor, day ?? 0];
}
