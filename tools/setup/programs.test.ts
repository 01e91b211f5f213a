import { expect, test } from "vitest";
import { packagesFor } from "../../storage/programs/packages.mjs";
import { adviceFor } from "./programs.ts";

test("each program has its Debian package, named once", () => {
  expect(packagesFor(["xz", "qemu-img", "mkfs.vfat", "sfdisk", "xz"])).toEqual([
    "dosfstools",
    "fdisk",
    "qemu-utils",
    "xz-utils",
  ]);
});

test("root on Debian needs no advice", () => {
  expect(adviceFor(["xz"], { aptGet: true, root: true })).toBeUndefined();
});

test("an ordinary user is told the line to type", () => {
  expect(adviceFor(["xz", "qemu-img"], { aptGet: true, root: false })).toBe(
    "not installed, or not on PATH: xz, qemu-img; type: sudo apt-get install qemu-utils xz-utils",
  );
});

test("elsewhere the packages are named", () => {
  expect(adviceFor(["mcopy"], { aptGet: false, root: true })).toContain("install what Debian has in mtools");
});
