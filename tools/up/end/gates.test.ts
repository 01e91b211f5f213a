import { expect, test } from "vitest";
import type { GateState } from "../../../images/plan/types.ts";
import { planOf } from "../../../test/samples/tools-plan-samples.ts";
import { hasGateClosed } from "./gates.ts";

const withGate = (gate: GateState) =>
  planOf({ sets: [{ version: "20260717-2542", phase: "held", members: ["generic/amd64"], gate }] });

const cases: readonly (readonly [GateState, GateState, boolean])[] = [
  ["assumed", "waiting", true],
  ["assumed", "closed", true],
  ["open", "closed", true],
  ["assumed", "open", false],
  ["waiting", "waiting", false],
  ["closed", "closed", false],
];

test.each(cases)("a gate that was %s, and is %s: closed in the run: %s", (before, after, closed) => {
  expect(hasGateClosed(withGate(before), withGate(after))).toBe(closed);
});
