import { describe, expect, test } from "vitest";
import { parseState } from "../../engine/state/state.ts";
import { leavesUnchanged } from "./unchanged.ts";

const stack = "urn:pulumi:dev::cloud-images::pulumi:pulumi:Stack::cloud-images-dev";
const index = "urn:pulumi:dev::cloud-images::debian:mirror:Index::trixie-daily";
const set = "urn:pulumi:dev::cloud-images::debian:mirror:Version::debian-13-daily-20260717-2542";
const gate = "urn:pulumi:dev::cloud-images::debian:test:Gate::debian-13-daily-20260717-2542";
const provider = "urn:pulumi:dev::cloud-images::pulumi:providers:debian::debian::4711";

/** What the state keeps. It leaves out what is empty. */
const kept = [
  { urn: stack, outputs: { images: { current: "20260717-2542" } } },
  {
    urn: index,
    inputs: { day: "2026-07-17" },
    outputs: { digest: "1234" },
    parent: stack,
    provider,
    dependencies: [set, gate],
    propertyDependencies: { contents: [gate, set], day: [] },
  },
  { urn: set, inputs: { version: "20260717-2542" }, parent: stack, provider, protect: true },
  { urn: gate, inputs: {}, outputs: {}, parent: stack, provider },
];

/** What the saved plan of a run has where there is nothing to do. */
const planned = {
  [stack]: { steps: ["same"], state: { images: { current: "20260717-2542" } }, goal: { inputDiff: {} } },
  [index]: {
    steps: ["same"],
    state: { digest: "1234" },
    goal: {
      inputDiff: {},
      parent: stack,
      provider,
      protect: false,
      dependencies: [gate, set],
      propertyDependencies: { contents: [set, gate], day: [] },
      customTimeouts: {},
    },
  },
  [set]: { steps: ["same"], goal: { parent: stack, provider, protect: true } },
  [gate]: { steps: ["same"], state: {}, goal: { parent: stack, provider } },
};

type Planned = Record<string, { steps: readonly string[]; state?: object; goal?: object }>;

const unchanged = (resourcePlans: Planned, resources: readonly object[] = kept): boolean =>
  leavesUnchanged(JSON.stringify({ resourcePlans }), parseState(JSON.stringify({ deployment: { resources } })));

test("a run whose plan has every resource as the state has it leaves the state unchanged", () => {
  expect(unchanged(planned)).toBe(true);
});

describe("a run does not leave the state unchanged", () => {
  const [steps, goal] = [["same"], { parent: stack, provider }];
  test.each<[string, Planned]>([
    ["where a resource is updated", { ...planned, [gate]: { steps: ["update"], goal } }],
    ["where a resource is replaced", { ...planned, [gate]: { steps: ["create-replacement", "replace"], goal } }],
    ["where a resource is made", { ...planned, [`${gate}.1`]: { steps: ["create"], goal } }],
    ["where a resource is deleted", { ...planned, [gate]: { steps: ["delete"] } }],
    ["where the plan does not tell what happens to a resource", { ...planned, [gate]: { steps: [], goal } }],
    ["where one resource takes another's place", { ...without(gate), [`${gate}.1`]: { steps, goal } }],
    ["where a resource is left out", without(gate)],
    ["where it gets an input that its kind thinks nothing of", aiming(gate, { inputDiff: { adds: { image: "a" } } })],
    ["where it gets another output", { ...planned, [index]: { ...planned[index], state: { digest: "4321" } } }],
    ["where the stack gets another output", { ...planned, [stack]: { ...planned[stack], state: { images: {} } } }],
    ["where it gets another parent", aiming(gate, { parent: index })],
    ["where it gets another provider", aiming(gate, { provider: `${provider}2` })],
    ["where it is protected", aiming(gate, { protect: true })],
    ["where it is not protected any more", aiming(set, { protect: false })],
    ["where it depends on another resource", aiming(gate, { dependencies: [set] })],
    ["where a property depends on another resource", aiming(gate, { propertyDependencies: { image: [set] } })],
    ["where it gets a time limit", aiming(gate, { customTimeouts: { create: 60 } })],
    ["where an output becomes a secret", aiming(gate, { additionalSecretOutputs: ["digest"] })],
  ])("%s", (_where, plan) => {
    expect(unchanged(plan)).toBe(false);
  });

  test("where there is a secret, whose ciphertext is another each time", () => {
    const secret = (ciphertext: string) => ({ token: { ciphertext } });
    const resources = [{ urn: gate, outputs: secret("v1:a") }];
    expect(unchanged({ [gate]: { steps, state: secret("v1:b"), goal: {} } }, resources)).toBe(false);
    expect(unchanged({ [gate]: { steps, state: secret("v1:a"), goal: {} } }, resources)).toBe(true);
  });
});

function without(urn: string): Planned {
  return Object.fromEntries(Object.entries(planned).filter(([key]) => key !== urn));
}

function aiming(urn: typeof gate | typeof set, goal: object): Planned {
  return { ...planned, [urn]: { ...planned[urn], goal: { ...planned[urn].goal, ...goal } } };
}
