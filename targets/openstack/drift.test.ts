import { describe, expect, it } from "vitest";
import { debianProperties } from "./model/properties.ts";
import type { ImageRecord, Phase } from "../../images/tree/record.ts";
import { recordOf } from "../../test/samples/record-samples.ts";
import { day, imageNamed, version } from "../../test/samples/samples.ts";
import { openstackTarget } from "./model/target.ts";
import { glanceImageSchema, type GlanceImage } from "../../clients/openstack/services/glance.ts";
import { damagesIn } from "./drift.ts";

const name = "debian-13-generic-amd64-daily-20260717-2542";
const digest = "ab".repeat(64);
const sha512 = "cd".repeat(64);
const newer = "20260718-2543";
const target = openstackTarget({ cloud: "partner", project: null, visibility: "community" }, true);

const image = imageNamed(name);
const recordAs = (phase: Phase): ImageRecord =>
  recordOf(image, {
    digest,
    files: [{ name: `${name}.qcow2`, size: 7, sha512 }],
    targets: {
      [target.name]: {
        phase,
        reason: "",
        listed: false,
        days: { made: day("2026-07-17") },
        refs: ["id-recorded"],
        ...(phase === "superseded" && { replacement: version(newer) }),
      },
    },
  });

const inGlance = (change: Record<string, unknown> = {}): GlanceImage =>
  glanceImageSchema.parse({
    id: "id-1",
    name,
    status: "active",
    visibility: "community",
    owner: "project",
    protected: true,
    os_hidden: false,
    os_hash_algo: "sha512",
    os_hash_value: sha512,
    created_at: "2026-07-17T00:00:00Z",
    tags: [],
    [debianProperties.digest]: digest,
    ...change,
  });

function damageAs(phase: Phase, found: GlanceImage | undefined, hasFile = true) {
  const images = found === undefined ? [] : [found];
  return damagesIn(images, [{ image, record: recordAs(phase), hasFile }], target).get(name);
}

describe("what is wrong with an image in a cloud", () => {
  it.each<[Phase, Record<string, unknown>]>([
    ["current", {}],
    ["superseded", { [debianProperties.replacement]: newer }],
    ["hidden", { os_hidden: true }],
    ["made", { visibility: "private" }],
    ["withdrawn", { visibility: "private", os_hidden: true }],
    ["lost", { visibility: "private", os_hidden: true }],
  ])("is nothing, where what is %s is seen as it should be", (phase, change) => {
    expect(damageAs(phase, inGlance(change))).toBeUndefined();
  });

  it.each<[string, Phase, Record<string, unknown>, string, boolean]>([
    ["somebody took away", "current", { visibility: "private" }, "private, not community", true],
    ["somebody hid", "superseded", { os_hidden: true, [debianProperties.replacement]: newer }, "hidden", true],
    ["somebody shows again", "withdrawn", { os_hidden: true }, "community, not private", true],
    ["names no replacement", "superseded", {}, "not named", true],
    ["was half uploaded", "made", { status: "queued", os_hash_value: null }, "queued", true],
    ["an operator took out of use", "current", { status: "deactivated" }, "deactivated", false],
    ["has other bytes", "current", { os_hash_value: "00" }, "hash", false],
    ["is somebody else's of the same name", "current", { [debianProperties.digest]: "00" }, "missing", true],
  ])("is told of one that %s, and whether a run can put it right", (_case, phase, change, finding, repairable) => {
    const damage = damageAs(phase, inGlance(change));
    expect(damage?.findings.join()).toContain(finding);
    expect(damage?.repairable).toBe(repairable);
  });

  it("is nothing of one that was compared after its upload, in a cloud that hashes otherwise; any other is compared first", () => {
    const sha256 = { os_hash_algo: "sha256", os_hash_value: "00" };
    expect(damageAs("current", inGlance({ ...sha256, id: "id-recorded" }))).toBeUndefined();
    expect(damageAs("current", inGlance(sha256))).toEqual({
      findings: ["its bytes in Glance have yet to be compared, by sha256"],
      repairable: true,
    });
  });

  it("is for good where it is missing and the tree has no file of it either", () => {
    expect(damageAs("current", undefined)?.repairable).toBe(true);
    expect(damageAs("current", undefined, false)?.repairable).toBe(false);
    expect([damageAs("withdrawn", undefined), damageAs("failed", undefined)]).toEqual([undefined, undefined]);
  });
});
