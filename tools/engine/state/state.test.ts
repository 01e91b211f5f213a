import { expect, test } from "vitest";
import { parseState } from "./state.ts";

const urn = "urn:pulumi:dev::cloud-images::debian:mirror:Index::index";

test("a state that no run has written holds nothing", () => {
  expect(parseState('{"version": 3, "deployment": {"manifest": {}}}')).toEqual({
    resources: new Map(),
    relations: new Map(),
    protected: new Set(),
    pending: false,
  });
});

test("resources are found by their URN, components without properties too", () => {
  const state = { deployment: { resources: [{ urn, inputs: { day: "2026-07-17" }, outputs: {} }, { urn: "urn:b" }] } };
  expect(parseState(JSON.stringify(state)).resources).toEqual(
    new Map([
      [urn, { inputs: { day: "2026-07-17" }, outputs: {} }],
      ["urn:b", { inputs: {}, outputs: {} }],
    ]),
  );
});

test.each([
  [undefined, false],
  [null, false],
  [[], false],
  [[{ type: "creating" }], true],
])("pending operations %j: %j", (operations, pending) => {
  expect(parseState(JSON.stringify({ deployment: { pending_operations: operations } })).pending).toBe(pending);
});

test("what is protected is told", () => {
  const resources = [{ urn: "urn:a", protect: true }, { urn: "urn:b", protect: false }, { urn: "urn:c" }];
  expect(parseState(JSON.stringify({ deployment: { resources } })).protected).toEqual(new Set(["urn:a"]));
});
