import { describe, expect, it } from "vitest";
import { Secret } from "../images/model/input-values.ts";
import { registered, type ResourceSample } from "../test/samples/policy-samples.ts";
import { violationsOf } from "./ask.ts";
import { rules } from "./rules.ts";

const daily = "debian-13-ec2-amd64-daily-20260717-2542";
const release = "debian-13-generic-amd64-20260717-2542";
const runner = "debian:cloud:CasulanaRunner";
const sample = (type: string, props: Record<string, unknown>, more: Partial<ResourceSample> = {}): ResourceSample => ({
  type,
  name: "x",
  props,
  ...more,
});

/** By rule, resources of which the last breaks it. */
const samples: Readonly<Record<string, readonly [string, ...ResourceSample[]][]>> = {
  "accounts-closed": [
    ["a role for everybody", sample("aws:iam/role:Role", { assumeRolePolicy: "{}" })],
    ["public blobs", sample("azure-native:storage:BlobContainer", { publicAccess: "Blob" })],
    ["everybody on the bucket", sample("gcp:storage/bucketIAMMember:BucketIAMMember", { member: "allUsers" })],
  ],
  "accounts-least-rights": [
    ["a managed policy", sample("aws:iam/role:Role", { managedPolicyArns: ["arn:aws:iam::aws:policy/X"] })],
    ["a right too many", sample("gcp:projects/iAMCustomRole:IAMCustomRole", { roleId: "a", permissions: ["b"] })],
  ],
  "amphora-never-public": [
    ["a public amphora", sample("openstack:images/image:Image", { visibility: "public", tags: ["amphora"] })],
    ["one of ours", sample("debian:openstack:AmphoraImage", { image: "x", visibility: "community" })],
  ],
  "daily-below-daily": [
    ["a release in a daily stack", sample("debian:mirror:ImageFiles", { image: release })],
    ["pointers of one", sample("debian:mirror:Latest", { suite: "trixie", channel: "release" })],
  ],
  "names-match-grammar": [["a name that nobody reads", sample("debian:mirror:ImageFiles", { image: "debian" })]],
  "no-secret-in-user-data": [
    ["a token", sample("openstack:compute/instance:Instance", { userData: `glrt-${"a1b2c3d4".repeat(3)}` })],
    ["one in metadata", sample("oci:x:Y", { metadata: { "user-data": `glrt-${"a1b2c3d4".repeat(3)}` } })],
  ],
  "own-account": [["another channel's account", sample("debian:aws:Image", { image: daily, account: "136693071363" })]],
  "public-has-days": [
    ["a day too few", sample("debian:mirror:Version", { images: [{ members: ["a/amd64"], phase: "current" }] })],
  ],
  "public-in-phases": [
    [
      "what is withdrawn and seen",
      sample("debian:openstack:ImageAccess", { phase: "withdrawn", visibility: "public", hidden: false }),
    ],
    ["an upload that all see", sample("debian:openstack:Image", { visibility: "public" })],
  ],
  "public-is-guarded": [["an image without IMDSv2", sample("debian:aws:Image", { image: daily, imdsSupport: "v1.0" })]],
  "release-protected": [
    [
      "a public release's files",
      sample("debian:cloud:PublishedImage", { listed: ["mirror"] }, { name: release }),
      sample("debian:mirror:ImageFiles", { image: release }),
    ],
  ],
  "retention-within-bounds": [["an hour", sample("debian:cloud:Publication", { retention: { hideAfter: 0 } })]],
  "runners-without-ingress": [
    ["an open port", sample("openstack:networking/port:Port", { noSecurityGroups: true }, { parent: runner })],
    ["an open rule", sample("openstack:networking/secGroupRule:SecGroupRule", { direction: "in" }, { parent: runner })],
  ],
  "test-vms-expire": [["a VM for ever", sample("debian:cloud:TestVm", { expires: "2999-01-01T00:00:00Z" })]],
};

/** What Pulumi writes for a secret (sdk, resource/sig). */
const marked = (how: Record<string, unknown>): Record<string, unknown> => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ...how,
});
const wraps: [string, (value: unknown) => unknown][] = [
  ["a secret", (value) => new Secret(value)],
  ["a secret as it is sent", (value) => marked({ value })],
  ["a secret in a secret", (value) => new Secret(marked({ value }))],
  ["a secret of an exported state", (value) => marked({ plaintext: JSON.stringify(value) })],
];
const cases = Object.entries(samples).flatMap(([name, rows]) =>
  rows.map(([what, ...resources]) => ({ name, what, resources })),
);

const messages = (name: string, resources: readonly ResourceSample[]): string[] =>
  violationsOf(
    resources.map(registered),
    rules.filter((rule) => rule.name === name),
  ).map(({ message }) => message);

const wrapped = (props: Record<string, unknown>, wrap: (value: unknown) => unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(props).map(([key, value]) => [key, wrap(value)]));

describe.each(cases)("$name, of $what", ({ name, resources }) => {
  it.each(wraps)("sees what is %s", (_how, wrap) => {
    const plain = messages(name, resources);
    expect(plain).not.toEqual([]);
    expect(
      messages(
        name,
        resources.map(({ props = {}, ...each }) => ({ ...each, props: wrapped(props, wrap) })),
      ),
    ).toEqual(plain);
  });

  it("refuses what nobody can read, since it is encrypted", () => {
    const sealed = marked({ ciphertext: "v1:abc" });
    for (const [index, { props = {} }] of resources.entries())
      for (const key of Object.keys(props)) {
        const spoilt = resources.map((each, at) =>
          at === index ? { ...each, props: { ...props, [key]: sealed } } : each,
        );
        expect(messages(name, spoilt), key).toEqual(
          expect.arrayContaining([expect.stringContaining(`${key} is encrypted`)]),
        );
      }
  });
});

it("every rule that reads inputs is asked of secrets", () => {
  const reading = rules.filter(({ reads }) => typeof reads === "function" || reads.length > 0);
  expect(reading.map(({ name }) => name)).toEqual(Object.keys(samples));
});
