import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { digestAnnotation } from "../../images/builds/digest.ts";
import { buildFile, fileName } from "../../images/tree/files.ts";
import { setDirectory, type Image } from "../../images/model/image.ts";
import { publishedManifest, serialiseManifest, type Build } from "../../images/builds/manifest.ts";
import type { ImagePlan, Plan } from "../../images/plan/types.ts";
import { policy, version } from "../../test/samples/samples.ts";
import { parseConfig } from "../../stacks/config.ts";
import { factsOf, planOf, today } from "../../test/samples/tools-plan-samples.ts";
import type { Publications } from "../publications.ts";
import { readDiffs } from "./diffs.ts";

const older = "20260716-2541";
const newer = "20260717-2542";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), "diffs-"))));
afterEach(() => rm(folder, { recursive: true }));

const imageOf = (text: string, channel: Image["channel"]): Image => ({
  suite: "trixie",
  channel,
  vendor: "generic",
  arch: "amd64",
  version: version(text),
});

const buildOf = ({ version: built }: Image, apt: string): Build => ({
  apiVersion: "cloud.debian.org/v1alpha1",
  kind: "Build",
  data: {
    info: {
      arch: "amd64",
      build_id: "b",
      release: "trixie",
      release_baseid: "13",
      release_id: "13",
      type: "official",
      vendor: "generic",
      version: built,
    },
    packages: [{ name: "apt", version: apt }],
  },
  metadata: {
    annotations: { "cloud.debian.org/digest": digestAnnotation("ab".repeat(64)) },
    labels: {},
    uid: "d4e3b6a0-5b0f-4c39-9d0a-0f1f6a0d7f11",
  },
});

/** Its manifest in the tree. */
async function publish(image: Image, apt: string): Promise<void> {
  const file = path.join(folder, "tree", setDirectory(image), fileName(image, "json"));
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, serialiseManifest(publishedManifest({ image, build: buildOf(image, apt), uploads: [] })));
}

/** A plan in which the newer image appears, made of that source. */
function planWith(channel: Image["channel"], source: string): Plan {
  const members = ["generic/amd64"] as const;
  const plan = planOf({ sets: [newer, older].map((text) => ({ version: text, phase: "current", members })) });
  const ofChannel = (image: ImagePlan): ImagePlan => {
    const own: ImagePlan = { ...image, image: { ...image.image, channel } };
    if (image.image.version !== newer) return own;
    const { digest, packages } = image;
    return { ...own, record: null, candidate: { image: own.image, digest, packages, notInStable: null, source } };
  };
  return { ...plan, sets: plan.sets.map((set) => ({ ...set, images: set.images.map(ofChannel) })) };
}

function look(plan: Plan) {
  const settings = parseConfig(
    {
      role: "publication",
      suite: "trixie",
      channel: "daily",
      artifacts: "builds",
      mirror: { root: "tree", staging: "staging" },
    },
    { folder, file: "Pulumi.test.yaml", backend: undefined },
  );
  const places = { tree: settings.mirror.root, staging: settings.mirror.staging };
  const publication = { name: "trixie", policy, facts: factsOf([]), plan, refusals: [], remarks: {} };
  const wanted: Publications = { day: today, remote: false, publications: [publication], refusals: [], warnings: [] };
  return readDiffs({ settings, places }, wanted);
}

const upgrade = [{ before: { name: "apt", version: "3.0" }, after: { name: "apt", version: "3.1" } }];
const appearing = `debian-13-generic-amd64-daily-${newer}`;

describe("an image that appears is compared with what users have:", () => {
  test("a daily by its build", async () => {
    const source = path.join(folder, "debian-trixie-generic-amd64-official");
    await publish(imageOf(older, "daily"), "3.0");
    await writeFile(buildFile(source, "json"), JSON.stringify(buildOf(imageOf(newer, "daily"), "3.1")));
    const diffs = await look(planWith("daily", source));
    expect([...diffs.keys()]).toEqual([appearing]);
    expect(diffs.get(appearing)?.changes).toMatchObject(upgrade);
  });

  test("a release by the daily that it promotes", async () => {
    const daily = imageOf(newer, "daily");
    await publish(imageOf(older, "release"), "3.0");
    await publish(daily, "3.1");
    const source = path.join(folder, "tree", setDirectory(daily));
    const diffs = await look(planWith("release", source));
    expect(diffs.get(appearing)?.changes).toMatchObject(upgrade);
  });
});

describe("left out is an image", () => {
  test("of which nothing can be read", async () => {
    await publish(imageOf(older, "daily"), "3.0");
    expect(await look(planWith("daily", path.join(folder, "nowhere")))).toEqual(new Map());
  });

  test("whose family's current image has a broken manifest", async () => {
    const image = imageOf(older, "daily");
    await publish(image, "3.0");
    await writeFile(path.join(folder, "tree", setDirectory(image), fileName(image, "json")), "{");
    expect(await look(planWith("daily", path.join(folder, "nowhere")))).toEqual(new Map());
  });

  test("that users have already", async () => {
    const plan = planOf({ sets: [{ version: older, phase: "current", members: ["generic/amd64"] }] });
    await publish(imageOf(older, "daily"), "3.0");
    expect(await look(plan)).toEqual(new Map());
  });
});
