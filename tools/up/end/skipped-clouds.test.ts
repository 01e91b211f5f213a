import { expect, test } from "vitest";
import { parseState } from "../../engine/state/state.ts";
import { partsIn } from "./skipped-clouds.ts";

const urn = (type: string, name: string): string => `urn:pulumi:testing::cloud-images::${type}::${name}`;
const stack = urn("pulumi:pulumi:Stack", "cloud-images-testing");
const sdk = (cloud: string): string => urn("pulumi:providers:openstack", cloud);
const debian = urn("pulumi:providers:debian", "debian");
const vm = (name: string): string => urn("debian:cloud:TestVm", name);
const server = (name: string): string =>
  urn("debian:cloud:TestVm$openstack:compute/instance:Instance", `${name}-server`);
const result = (name: string): string => urn("debian:cloud:TestVm$debian:test:VmResult", `${name}-result`);
const image = (name: string): string => urn("openstack:images/image:Image", name);

const inCloud = (cloud: string, name: string) => [
  { urn: sdk(cloud) },
  { urn: image(`${name}-image`), parent: stack, provider: `${sdk(cloud)}::1` },
  { urn: vm(name), parent: stack },
  { urn: server(name), parent: vm(name), provider: `${sdk(cloud)}::1` },
  { urn: result(name), parent: vm(name), provider: `${debian}::2` },
];

const state = parseState(
  JSON.stringify({
    deployment: {
      resources: [{ urn: stack }, { urn: debian, parent: stack }, ...inCloud("up", "a"), ...inCloud("down", "b")],
    },
  }),
);

test("what is left alone is all that the engine would ask the cloud about, and what holds it", () => {
  expect(partsIn(state, new Set(["down"])).toSorted()).toEqual(
    [sdk("down"), image("b-image"), vm("b"), server("b")].toSorted(),
  );
});

test("nothing is left alone where every cloud answers", () => {
  expect(partsIn(state, new Set())).toEqual([]);
});
