import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { UserError } from "../../images/model/errors.ts";
import { ownValues, parseSettings } from "../../stacks/config.ts";

const source = { folder: "/srv/cloud-images", file: "Pulumi.runners.yaml", backend: undefined };
const example = ownValues(
  z.object({ config: z.record(z.string(), z.unknown()) }).parse(parse(readFileSync("Pulumi.runners.yaml", "utf8")))
    .config,
);
const table = z.record(z.string(), z.record(z.string(), z.unknown())).parse(example["runners"]);

function complaintOf(change: Record<string, unknown>): string {
  try {
    parseSettings({ ...example, ...change }, source);
    return "";
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

const runner = (change: Record<string, unknown>) => ({
  runners: { "casulana-amd64": { ...table["casulana-amd64"], ...change } },
});

describe("the configuration of the stack runners", () => {
  it("is that of the example, with its defaults", () => {
    expect(parseSettings(example, source)).toMatchObject({
      archive: { fingerprint: "F6403F6544A38863DAA0B6E03F01618A51312F3F" },
      runners: {
        "casulana-amd64": { arch: "amd64", concurrency: 4, cache: { size: 60 }, untagged: false, drain: 240 },
        "casulana-arm64": { arch: "arm64", concurrency: 1, cache: null, metadata: "http://169.254.169.254" },
      },
    });
  });

  it("takes a secret token", () => {
    expect(complaintOf({ gitlabToken: { secure: "AAABAJz0n7c" } })).toBe("");
  });

  const wrong: [string, Record<string, unknown>, RegExp][] = [
    [
      "a plain token",
      { gitlabToken: `glpat-${"a1b2c3d4".repeat(3)}` },
      /gitlabToken: expected no credential in plain text/,
    ],
    ["any other plain text as a token", { gitlabToken: "changeme" }, /gitlabToken.*expected a Pulumi secret/],
    ["a version that names no package's", runner({ version: "latest" }), /version is "latest": expected a version/],
    ["a package that is none", runner({ packages: ["fai-server; reboot"] }), /expected names of Debian packages/],
    ["a cache beyond its volume", runner({ cacheLimit: 61 }), /cacheLimit is "61": expected at most the 60 GiB/],
    [
      "a short fingerprint",
      { archive: { ...Object(example["archive"]), fingerprint: "51312F3F" } },
      /40 hexadecimal digits/,
    ],
    [
      "a runner whose name no server can have",
      { runners: { "Casulana 1": table["casulana-amd64"] } },
      /names of runners/,
    ],
    ["an unknown key", runner({ flavour: "m1.large" }), /flavour: .*write flavor/],
  ];
  it.each(wrong)("refuses %s", (_case, change, complaint) => {
    const said = complaintOf(change);
    expect(said).toMatch(complaint);
    expect(said).not.toContain("glpat-");
  });
});
