import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { digestSigner } from "../../test/readers/dead-names.ts";
import { Story } from "../../test/readers/story.ts";
import { first } from "./world.fixture.ts";

/** libosinfo's file of Debian 9, which Debian 12 shipped, names the first two; no stack of ours has anything to do with them. */
const foreign = [
  "OpenStack/current-9/debian-9-openstack-amd64.qcow2",
  "OpenStack/current-9/debian-9-openstack-arm64.raw",
  "stretch/20200210-150/debian-9-generic-amd64-20200210-150.qcow2",
];

/** Lima, Multipass and many configurations pin a release by its address and digest. */
const pinned = ["json", "qcow2", "raw", "tar.xz"].map(
  (format) => `trixie/${first}/debian-13-generic-amd64-${first}.${format}`,
);

/** The content, and what servers make `Last-Modified` and `ETag` of. */
async function look(tree: string): Promise<Record<string, unknown>> {
  const entries = [...foreign, ...pinned].map(async (path) => {
    const { ino: inode, mtimeMs: modified } = await stat(join(tree, path));
    return [path, { content: await readFile(join(tree, path), "base64"), inode, modified }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

test("the dated files of a release, and what others keep in the tree, stay as they are whatever is published, withdrawn and removed", async () => {
  const story = await Story.begin({ command: [...digestSigner], keyring: null });
  const { tree } = story.world;
  try {
    for (const path of foreign) {
      await mkdir(dirname(join(tree, path)), { recursive: true });
      await writeFile(join(tree, path), `somebody's ${path}`);
    }
    const moments = story.tell();
    await moments.next();
    const before = await look(tree);
    for await (const { name } of moments) expect(await look(tree), name).toEqual(before);
  } finally {
    await story.world.end();
  }
});
