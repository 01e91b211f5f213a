import { expect, test } from "vitest";
import { day } from "../../test/samples/samples.ts";
import { snapshotArchive } from "../rebuild/archive.ts";
import { aptLines } from "./archive.ts";

test("packages of a day come from the snapshots of its end, whose signatures may be old", async () => {
  const debian = "https://snapshot.debian.org/archive/debian/20260717T235959Z";
  expect(await aptLines("trixie", snapshotArchive(day("2026-07-17")))).toEqual([
    `deb [check-valid-until=no] ${debian} trixie main`,
    `deb [check-valid-until=no] ${debian.replace("/debian/", "/debian-security/")} trixie-security main`,
  ]);
});

test("of an archive, signatures are as young as it says itself", async () => {
  expect(await aptLines("trixie", "https://ftp.debian.org/debian/")).toEqual([
    "deb https://ftp.debian.org/debian/ trixie main",
    "deb https://ftp.debian.org/debian-security trixie-security main",
  ]);
});
