import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { compare } from "../../images/rebuilds/compare.ts";
import { filesOf } from "./root-files.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), "cloud-images-rebuild-"))));
afterEach(() => rmSync(folder, { recursive: true }));

function makeRoot(name: string): string {
  const root = path.join(folder, name);
  mkdirSync(path.join(root, "etc"), { recursive: true });
  mkdirSync(path.join(root, "dev"));
  writeFileSync(path.join(root, "etc/hostname"), "debian\n");
  writeFileSync(path.join(root, "etc/shadow"), "root:*\n", { mode: 0o640 });
  symlinkSync("/proc/self/fd", path.join(root, "dev/fd"));
  symlinkSync("..", path.join(root, "etc/up"));
  return root;
}

const differences = async (change: (root: string) => void) => {
  const other = makeRoot("other");
  change(other);
  const { changed, missing, added } = compare(await filesOf(makeRoot("root")), await filesOf(other));
  return { changed, missing, added };
};
const none = { changed: [], missing: [], added: [] };

test("links are names: none is followed, in a circle or out of the image", async () => {
  expect([...(await filesOf(makeRoot("root"))).keys()]).toEqual([
    ...["dev", "dev/fd", "etc", "etc/hostname", "etc/shadow", "etc/up"],
  ]);
});

test.each([
  ["nothing, where only times differ", () => undefined, none],
  [
    "content",
    (root: string) => writeFileSync(path.join(root, "etc/hostname"), "other\n"),
    { ...none, changed: ["etc/hostname"] },
  ],
  ["a mode", (root: string) => chmodSync(path.join(root, "etc/shadow"), 0o644), { ...none, changed: ["etc/shadow"] }],
  ["a missing file", (root: string) => rmSync(path.join(root, "etc/shadow")), { ...none, missing: ["etc/shadow"] }],
  ["a further file", (root: string) => writeFileSync(path.join(root, "etc/new"), ""), { ...none, added: ["etc/new"] }],
])("what differs: %s", async (_, change, expected) => {
  expect(await differences(change)).toEqual(expected);
});
