import { describe, expect, it } from "vitest";
import { isIgnored } from "./ignored-files.ts";

const base = "debian-sid-azure-amd64-official-20260718-2543";

describe("passed over, wherever folders are searched", () => {
  it.each([
    `._${base}.build.json`,
    ".DS_Store",
    "__MACOSX",
    "lost+found",
    "@eaDir",
    `.#${base}.build.json`,
    `#${base}.build.json#`,
    `${base}.build.json~`,
    `~$${base}.build.json`,
    `.${base}.tar.xz.Xa1b2c`,
    `${base}.tar.xz.part`,
    `${base}.tar.xz.crdownload`,
    `.${base}.build.json.swp`,
    ".git",
  ])("is %s", (name) => {
    expect(isIgnored(name)).toBe(true);
  });

  it.each([`${base}.build.json`, `${base}.tar.xz`, "20260718-2543", "daily", "OpenStack", "image.build.json"])(
    "is not %s",
    (name) => {
      expect(isIgnored(name)).toBe(false);
    },
  );
});
