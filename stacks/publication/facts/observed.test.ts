import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { imageName } from "../../../images/model/image.ts";
import { staging } from "../../../images/tree/layout.ts";
import { fileTime } from "../../../storage/tree/damage.ts";
import { inStaging } from "../../../storage/tree/places.ts";
import { recordOf } from "../../../test/samples/record-samples.ts";
import { day } from "../../../test/samples/samples.ts";
import { imageOf } from "../../../test/samples/stacks-samples.ts";
import { observeTree } from "./observed.ts";

const image = imageOf("20260717-2542", "generic/amd64");
const file = { name: `${imageName(image)}.tar.xz`, size: 5, sha512: "ef".repeat(64) };
const made = { phase: "made", reason: "made", listed: false, days: { made: day("2026-07-18") } } as const;

test.each([
  ["with its set's files", staging.files(image), []],
  ["aside, since a run was killed while it showed the rest of the set", staging.aside(image), []],
  ["nowhere", null, [imageName(image)]],
])("of an image that waits, and is %s, this is damaged: %3$s", async (_where, folder, damaged) => {
  const root = await mkdtemp(path.join(tmpdir(), "observed-"));
  onTestFinished(() => rm(root, { recursive: true }));
  const places = { tree: path.join(root, "tree"), staging: path.join(root, "staging") };
  if (folder !== null) {
    const at = path.join(inStaging(places, folder), file.name);
    await mkdir(path.dirname(at), { recursive: true });
    await writeFile(at, "bytes");
    await utimes(at, fileTime(image.version), fileTime(image.version));
  }
  const record = recordOf(image, { files: [file], targets: { mirror: { ...made, refs: [] } } });
  const set = {
    version: image.version,
    expect: { required: [], bestEffort: [] },
    decision: undefined,
    images: [record],
  };
  const { suite, channel } = image;
  const found = await observeTree(places, { suite, channel }, [set], []);
  expect([...found.damaged.keys()]).toEqual(damaged);
});
