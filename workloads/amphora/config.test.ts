import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { UserError } from "../../images/model/errors.ts";
import { ownValues, parseSettings } from "../../stacks/config.ts";

const source = { folder: "/srv/cloud-images", file: "Pulumi.amphora.yaml", backend: undefined };
const good = {
  role: "amphora",
  clouds: [{ cloud: "partner", release: "zed", project: "service" }],
  images: { zed: { folder: "../amphora/zed", reevaluateBy: "2027-05-01" } },
};

function complaintOf(changes: Record<string, unknown>): string {
  try {
    parseSettings({ ...good, ...changes }, source);
    return "";
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

describe("the configuration of the stack amphora", () => {
  it("has defaults: Octavia's own tag, amd64, a boot in QEMU, and seven days to go back", () => {
    expect(parseSettings(good, source)).toMatchObject({
      clouds: [{ tag: "amphora", arch: "amd64", replaces: [] }],
      images: { zed: { withdraw: {} } },
      keep: 168,
      tests: { where: "qemu", minutes: 15 },
      now: null,
    });
  });

  it("is begun as Pulumi.amphora.yaml is", () => {
    const text = readFileSync(new URL("../../Pulumi.amphora.yaml", import.meta.url), "utf8");
    const { config } = z.object({ config: z.record(z.string(), z.unknown()) }).parse(parse(text));
    expect(parseSettings(ownValues(config), source).role).toBe("amphora");
  });

  it.each([
    ["a cloud whose release has no images", { images: {} }, "a release that images has"],
    ["one cloud twice", { clouds: [...good.clouds, ...good.clouds] }, "each cloud once"],
    ["no cloud", { clouds: [] }, "at least one cloud"],
    ["a cloud without its project", { clouds: [{ cloud: "partner", release: "zed" }] }, "clouds.0.project"],
    ["a release that is never looked at again", { images: { zed: { folder: "x" } } }, "reevaluateBy"],
    [
      "a withdrawal of what is no amphora",
      { images: { zed: { ...good.images.zed, withdraw: { "amphora-x64": "bad" } } } },
      "names of images",
    ],
    ["tests that are neither made nor left out with a reason", { tests: {} }, "untested: and the reason"],
    ["a key that it does not know", { keeps: "2 days" }, "write keep"],
  ])("refuses %s", (_case, changes, complaint) => {
    expect(complaintOf(changes)).toContain(complaint);
  });
});
