import { expect, test } from "vitest";
import type { Problem } from "../../../images/model/errors.ts";
import { policy } from "../../../test/samples/samples.ts";
import type { Target } from "../../../images/model/target.ts";
import { factsOf, planOf, today } from "../../../test/samples/tools-plan-samples.ts";
import type { Publication, Publications } from "../../publications.ts";
import { previewCodeOf } from "./outcome.ts";

const refusal = (where: string): Problem => ({ where, value: "", expected: "", remedy: "" });
const requiredImage = refusal("debian-13-generic-amd64-daily-20260717-2542");
const bestEffortImage = refusal("debian-13-nocloud-riscv64-daily-20260717-2542");
const cloud = (required: boolean): Target => ({ name: "aws", kind: "cloud", required, vendors: null });

interface Case {
  planRefuses?: Problem;
  buildsRefused?: Problem;
  noPublication?: Problem;
  down?: Target;
}

function wantedOf({ planRefuses, buildsRefused, noPublication, down }: Case): Publications {
  const observed = { state: "down", reason: "", damaged: new Map(), needed: new Map() } as const;
  const publication: Publication = {
    name: "trixie-daily",
    policy: down === undefined ? policy : { ...policy, targets: [down] },
    facts: { ...factsOf([]), observed: new Map(down === undefined ? [] : [[down.name, observed]]) },
    plan: planOf({ sets: [], refusals: planRefuses === undefined ? [] : [planRefuses] }),
    refusals: buildsRefused === undefined ? [] : [buildsRefused],
    remarks: {},
  };
  const refusals = noPublication === undefined ? [] : [noPublication];
  return { day: today, remote: false, publications: [publication], refusals, warnings: [] };
}

test.each<[string, Case, boolean, number]>([
  ["nothing is refused", {}, true, 0],
  ["the engine's preview failed", {}, false, 1],
  ["the plan refuses a required image", { planRefuses: requiredImage }, true, 1],
  ["the plan refuses a best-effort image", { planRefuses: bestEffortImage }, true, 3],
  ["a required build is refused", { buildsRefused: requiredImage }, true, 1],
  ["a build of no publication is refused, and nobody knows what it is", { noPublication: refusal("x") }, true, 1],
  ["a required target is down", { down: cloud(true) }, true, 1],
  ["a best-effort target is down", { down: cloud(false) }, true, 3],
])("a preview's exit code when %s", (_what, given, ran, code) => {
  expect(previewCodeOf(wantedOf(given), ran)).toBe(code);
});
