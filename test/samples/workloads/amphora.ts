import { addDays, dayOfDate } from "../../../images/model/day.ts";
import type { AmphoraBuild, AmphoraPolicy, ExistingAmphora } from "../../../workloads/amphora/model/facts.ts";

/** Policy, images and builds of amphorae in one cloud, for tests. */

export const now = new Date("2026-11-23T12:00:00Z");

const digestOf = (name: string): string => Buffer.from(name.padEnd(64, " ")).subarray(0, 64).toString("hex");

export const amphoraPolicy: AmphoraPolicy = {
  cloud: "partner",
  tag: "amphora",
  release: "zed",
  arch: "amd64",
  withdraw: {},
  replaces: [],
  keep: 168,
  reevaluateBy: addDays(dayOfDate(now), 200),
  now,
};

export const existingAmphora = (name: string, changes: Partial<ExistingAmphora> = {}): ExistingAmphora => ({
  id: `id-${name}`,
  name,
  digest: digestOf(name),
  status: "active",
  visibility: "private",
  tags: [],
  createdAt: now,
  retired: null,
  verified: "passed",
  properties: {},
  size: 1000,
  minDisk: 2,
  ...changes,
});

export const amphoraBuild = (name: string, sha512 = digestOf(name)): AmphoraBuild => ({
  description: {
    name,
    release: name.split("-")[2] ?? "",
    suite: "bookworm",
    arch: name.endsWith("arm64") ? "arm64" : "amd64",
    sha512,
    versions: { haproxy: "2.6.12-1+deb12u4", keepalived: "1:2.2.7-1+b2", "octavia-agent": "11.0.0-2+deb12u1" },
    packages: [],
  },
  file: `/builds/${name}.qcow2`,
  size: 1000,
  minDisk: 2,
});
