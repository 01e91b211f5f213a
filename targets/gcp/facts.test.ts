import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Channel } from "../../images/model/definitions/channels.ts";
import { imageName } from "../../images/model/image.ts";
import { recordOf } from "../../test/samples/record-samples.ts";
import { day, imageNamed } from "../../test/samples/samples.ts";
import { environmentOf, testLimits } from "../../test/peers/gcp/environment.ts";
import { GcpStandIn } from "../../test/peers/gcp/gcp-stand-in.ts";
import type { StoredImage } from "../../test/peers/gcp/state.ts";
import type { Days, Phase } from "../../images/tree/record.ts";
import type { RecordedAtTarget } from "../target.ts";
import { refuseAccount } from "./account.ts";
import { gcpFactsWith } from "./facts.ts";
import { gcpNames } from "./model/names.ts";
import { identityLabels } from "./model/properties.ts";
import { gcpTarget } from "./model/target.ts";

const project = "debian-daily-tests";
const bucket = "uploads";
const place = { project, bucket, location: "eu", prefix: "debian", serviceAccount: null };
const target = gcpTarget(place, { vendors: ["gce"], required: true });
const bestEffort = gcpTarget(place, { vendors: ["gce"], required: false });
const digest = "ab".repeat(64);

const image = imageNamed("debian-13-gce-arm64-daily-20260717-2542");
const today = day("2026-07-17");
const { name, family } = gcpNames(image);

let google: GcpStandIn;
beforeEach(async () => {
  google = await GcpStandIn.start({ projects: [project, "another-project"], buckets: { [bucket]: project } });
});
afterEach(() => google.end());

const observe = async (recorded: readonly RecordedAtTarget[] = [], of = target, channel: Channel = "daily") => {
  const facts = gcpFactsWith({ limits: testLimits, environment: environmentOf(google.url) });
  const found = (await facts.observe([of], channel, recorded)).get(target.name);
  if (found === undefined) throw new Error("nothing was observed");
  return found;
};

const recordedIn = (phase: Phase, days: Days = { made: today, shown: today }): RecordedAtTarget => ({
  image,
  record: recordOf(image, {
    digest,
    targets: {
      [target.name]: { phase, reason: "in a test", listed: true, days, refs: [] },
    },
  }),
  hasFile: true,
});

const publicly = {
  etag: "1",
  version: 1,
  bindings: [{ role: "roles/compute.imageUser", members: ["allAuthenticatedUsers"] }],
};

const put = (change: Partial<StoredImage> = {}): void =>
  void google.project(project).images.set(name, { ...stored(), ...change });

function stored(): StoredImage {
  return {
    id: "1",
    name,
    status: "READY",
    creationTimestamp: "2026-07-17T00:00:00Z",
    family,
    description: "",
    architecture: "ARM64",
    guestOsFeatures: [],
    storageLocations: ["eu"],
    labels: identityLabels(image, digest),
    labelFingerprint: "1",
    diskSizeGb: "10",
    deprecated: undefined,
    policy: publicly,
    tar: Buffer.alloc(0),
  };
}

describe("a project of Google Cloud", () => {
  it("is up, and nothing is damaged, where all is as recorded", async () => {
    put();
    const { observed, warnings } = await observe([recordedIn("current")]);
    const room = { images: 1999, reason: "of the quota of 2000 images 1 are there" };
    expect(observed).toEqual({ state: "up", reason: "", damaged: new Map(), needed: new Map(), room });
    expect(warnings).toEqual([]);
  });

  it.each<[string, Phase, Partial<StoredImage>, string]>([
    ["of another image", "current", { labels: {} }, "its label debian-digest is not that of the recorded image"],
    ["not ready", "made", { status: "FAILED" }, "it is FAILED in Compute Engine"],
    ["private, and is to be public", "current", { policy: { ...publicly, bindings: [] } }, "it is not public"],
    ["public, and is to be private", "hidden", { family: "" }, "it is public"],
    ["out of its family", "current", { family: "" }, "no family"],
    ["in another family", "superseded", { family: "theirs" }, "family theirs"],
    ["deprecated to uselessness by hand", "current", { deprecated: { state: "OBSOLETE" } }, "it is OBSOLETE"],
    ["to be obsolete, and is not", "withdrawn", { family: "", policy: { ...publicly, bindings: [] } }, "it is ACTIVE"],
  ])("has an image that is %s", async (_is, phase, change, finding) => {
    put(change);
    const { observed } = await observe([recordedIn(phase)]);
    expect(observed.damaged.get(imageName(image))?.findings).toEqual([finding]);
  });

  it("has an image that is not what its family leads to, and one that is older than that may be in no family", async () => {
    put();
    const newer = { ...stored(), name: "theirs", creationTimestamp: "2026-07-18T00:00:00Z" };
    google.project(project).images.set(newer.name, newer);
    const findings = async (phase: Phase) =>
      (await observe([recordedIn(phase)])).observed.damaged.get(imageName(image))?.findings;
    expect(await findings("current")).toEqual([`family ${family} leads to theirs`]);
    put({ family: "" });
    expect(await findings("superseded")).toBeUndefined();
  });

  it("misses an image, but not one that was withdrawn", async () => {
    const findings = async (phase: Phase) =>
      (await observe([recordedIn(phase)])).observed.damaged.get(imageName(image))?.findings;
    expect(await findings("current")).toEqual(["it is missing in Compute Engine"]);
    expect(await findings("withdrawn")).toBeUndefined();
  });

  it("is down where it cannot be reached", async () => {
    google.refuse(/./, "rateLimited", 99);
    const { observed } = await observe();
    expect(observed).toMatchObject({ state: "down", reason: "403 rateLimitExceeded: Rate Limit Exceeded" });
  });

  it("is unknown, so that nothing is removed there, where it cannot be told who may use an image", async () => {
    put();
    google.refuse(/getIamPolicy/, "forbidden", 99);
    expect((await observe([recordedIn("current")])).observed).toMatchObject({
      state: "unknown",
      reason: `who may use ${name} cannot be read`,
    });
  });

  it("is down where its organisation forbids public images, before anything is made", async () => {
    google.project(project).restricted = true;
    expect((await observe()).observed).toMatchObject({ state: "down", reason: /iam\.allowedPolicyMemberDomains/ });
  });

  it("stays up under such a policy where it has images of ours: they must be hidden when they are due", async () => {
    google.project(project).restricted = true;
    put();
    expect((await observe([recordedIn("current")])).observed.state).toBe("up");
  });

  it("says so where nobody knows whether its organisation forbids it", async () => {
    google.refuse(/\/policies\//, "forbidden");
    expect((await observe()).warnings).toEqual([expect.stringMatching(/whether its organisation allows/)]);
  });

  it.each<[string, RecordedAtTarget, number]>([
    ["that waits to be shown needs no more", recordedIn("made", { made: today }), 3],
    ["that is shown takes one", recordedIn("current"), 2],
  ])("has room by Google's quota, of which an image %s", async (_which, recorded, images) => {
    google.project(project).quota = 3;
    put();
    const { room } = (await observe([recorded])).observed;
    expect(room).toEqual({ images, reason: "of the quota of 3 images 1 are there" });
  });
});

describe("credentials that are not of the project", () => {
  it("are refused where the target is required, else it is left out and that is said", async () => {
    google.refuse(/./, "forbidden", 99);
    await expect(observe()).rejects.toThrow(/403 forbidden.*use credentials of this project/);
    const { observed, warnings } = await observe([], bestEffort);
    expect(observed.state).toBe("down");
    expect(warnings).toEqual([expect.stringMatching(/is left out/)]);
  });

  it.each([
    ["a service account of another project", "ci@debian-release.iam.gserviceaccount.com", null],
    [
      "another account than the target names",
      `ci@${project}.iam.gserviceaccount.com`,
      `other@${project}.iam.gserviceaccount.com`,
    ],
    ["nobody known, where the target names an account", null, `ci@${project}.iam.gserviceaccount.com`],
  ])("never reach it: %s", (_is, account, expected) => {
    const login = { account, token: async () => "x" };
    expect(() => refuseAccount({ project, login }, expected)).toThrow(/nothing was asked or changed/);
  });

  it.each([
    ["a service account of its own", `ci@${project}.iam.gserviceaccount.com`, null],
    [
      "the account that the target names",
      "ci@shared-ci.iam.gserviceaccount.com",
      "ci@shared-ci.iam.gserviceaccount.com",
    ],
    ["a person", "somebody@debian.org", null],
    ["a token that tells nothing", null, null],
  ])("are not %s", (_is, account, expected) => {
    expect(() => refuseAccount({ project, login: { account, token: async () => "x" } }, expected)).not.toThrow();
  });

  it("are refused with the bucket of another project, before anything is uploaded", async () => {
    google.state.buckets.set(bucket, { name: bucket, project: "another-project", objects: new Map() });
    await expect(observe()).rejects.toThrow(/the project of the bucket uploads.*nothing was uploaded/);
  });

  it("are refused in a project that has images of the other channel", async () => {
    put();
    await expect(observe([], target, "release")).rejects.toThrow(/without images of another channel than release/);
  });
});
