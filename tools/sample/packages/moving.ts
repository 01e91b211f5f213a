import { dayOfDate, daysBetween } from "../../../images/model/day.ts";
import { versionDay, versionOrder, type Version } from "../../../images/model/version.ts";

/** Sources that get a new version, one after the other. */
const movingSources = [
  "linux",
  "openssl",
  "curl",
  "systemd",
  "tzdata",
  "openssh",
  "bind9",
  "glibc",
  "sudo",
  "krb5",
  "expat",
  "vim",
  "gnutls28",
  "libxml2",
  "glib2.0",
  "requests",
  "sqlite3",
  "python-urllib3",
  "jinja2",
  "qemu",
] as const;

const firstDay = dayOfDate(new Date("2026-01-01"));

/**
 * How many updates a source has had when this version is built. The version of the next day, or the next number of the same day, has
 * an update of some source, and never an older version.
 */
export function updatesOf(source: string, version: Version): number {
  const turn = movingSources.findIndex((moving) => moving === source);
  if (turn === -1) return 0;
  return Math.max(0, Math.floor((ticks(version) + turn) / movingSources.length));
}

/** Two a day, and one more for an odd number: the number alone makes a difference, and never outweighs a day. */
const ticks = (version: Version): number =>
  2 * daysBetween(firstDay, versionDay(version)) + (versionOrder(version) % 2);

/** A Debian version after so many updates: its last number grows. */
export function updatedVersion(version: string, updates: number): string {
  return updates === 0 ? version : version.replace(/\d+$/, (last) => String(Number(last) + updates));
}
