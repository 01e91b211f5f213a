import { describe, expect, test } from "vitest";
import { sealed } from "../../images/approval/approval.ts";
import { begunOf } from "../../images/approval/begun.ts";
import { contents } from "../../test/samples/approval-samples.ts";
import { tableOf } from "../../images/approval/plan-lines.ts";
import type { Plan } from "../../images/plan/types.ts";
import { day } from "../../test/samples/samples.ts";
import { refuseUnapproved } from "./approval.ts";
import { setPlan } from "../../test/samples/stacks-samples.ts";

const planOf = (phase: "current" | "superseded"): Plan => ({
  day: day("2026-07-18"),
  sets: [setPlan("20260717-2542", { "generic/amd64": ["current", phase] })],
  pointers: new Map(),
  deletions: [],
  decision: null,
  refusals: [],
  warnings: [],
});

const stack = "trixie-release";
const plans = [planOf("current")];
const approval = sealed({ ...contents, stack, table: tableOf(plans) });
const handed = { approval, begun: begunOf(approval) };
const run = { stack, channel: "release" as const, handed, plans };
const otherStack = sealed({ ...contents, stack: "bookworm-release" });

describe("the program runs", () => {
  test.each([
    ["a release that was approved", run],
    ["a daily, with nobody's leave", { ...run, channel: "daily" as const, handed: null }],
    ["a stack of any channel, as dev, with nobody's leave", { ...run, channel: null, handed: null }],
  ])("%s", (_what, given) => {
    expect(() => refuseUnapproved(given)).not.toThrow();
  });
});

describe("the program refuses", () => {
  test.each([
    ["a release without an approval", { ...run, handed: null }],
    ["an approval that npm run up has not begun", { ...run, handed: { approval, begun: undefined } }],
    ["an approval while another is begun", { ...run, handed: { approval, begun: begunOf(otherStack) } }],
    ["an approval of another stack", { ...run, handed: { approval: otherStack, begun: begunOf(otherStack) } }],
    ["what leads elsewhere than was approved", { ...run, plans: [planOf("superseded")] }],
    ["that of a daily as well", { ...run, channel: "daily" as const, plans: [planOf("superseded")] }],
  ])("%s, and says what to type", (_what, given) => {
    expect(() => refuseUnapproved(given)).toThrow(
      /npm run preview -- --stack trixie-release.*npm run up -- --stack trixie-release --plan \.dev\/previews\/trixie-release\/plan\.json/,
    );
  });
});
