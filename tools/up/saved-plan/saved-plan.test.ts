import { expect, test } from "vitest";
import { changesIn, removalsIn, stepsIn } from "./saved-plan.ts";

const urn = (type: string, name: string) => `urn:pulumi:dev::cloud-images::${type}::${name}`;
const index = urn("debian:cloud:Publication$debian:mirror:Index", "trixie-daily");
const set = urn("debian:cloud:Publication$debian:mirror:Version", "debian-13-daily-20260717-2542");
const gate = urn("debian:cloud:Publication$debian:test:Gate", "debian-13-daily-20260717-2542");

const saved = JSON.stringify({
  manifest: {},
  resourcePlans: { [index]: { steps: ["update"] }, [set]: { steps: ["same"] }, [gate]: { steps: ["delete"] } },
});

test("the engine's steps are read with the resources that they are of", () => {
  expect(stepsIn(saved)).toEqual([
    {
      urn: index,
      type: "debian:mirror:Index",
      name: "trixie-daily",
      operations: ["update"],
      subject: { of: "index", publication: "trixie-daily" },
    },
    {
      urn: set,
      type: "debian:mirror:Version",
      name: "debian-13-daily-20260717-2542",
      operations: ["same"],
      subject: { of: "set", set: "debian-13-daily-20260717-2542", part: "directory" },
    },
    {
      urn: gate,
      type: "debian:test:Gate",
      name: "debian-13-daily-20260717-2542",
      operations: ["delete"],
      subject: { of: "set", set: "debian-13-daily-20260717-2542", part: "gate" },
    },
  ]);
});

test("what stays the same is no change, and a change no removal", () => {
  expect(changesIn(saved)).toEqual({ [index]: ["update"], [gate]: ["delete"] });
  expect(removalsIn(saved).map(({ urn: removed }) => removed)).toEqual([gate]);
});

test("an empty plan has no steps", () => {
  expect([stepsIn("{}"), changesIn("{}"), removalsIn("{}")]).toEqual([[], {}, []]);
});
