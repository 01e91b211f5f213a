import { describe, expect, test } from "vitest";
import { vendors } from "../../model/definitions/vendors.ts";
import { cloudInit } from "./cloud-init.ts";
import { contextOf } from "../../../test/samples/checks-samples.ts";

const done = { start: 1, finished: 2, errors: [] };
const status = (changes: Record<string, unknown>) =>
  JSON.stringify({
    v1: {
      datasource: "DataSourceNoCloud",
      stage: null,
      ...{ "init-local": done, init: done, "modules-config": done, "modules-final": done },
      ...changes,
    },
  });

describe("cloud-init", () => {
  test.each([
    ["went well", status({}), []],
    [
      "failed in a module",
      status({ "modules-config": { ...done, errors: ["('locale', ProcessExecutionError(…))"] } }),
      ["cloud-init failed in modules-config: ('locale', ProcessExecutionError(…))"],
    ],
    [
      "hangs",
      status({ "modules-final": { start: 3, finished: null, errors: [] } }),
      ["cloud-init did not end in 300 s: modules-final was not done"],
    ],
    [
      "has not begun its last stage",
      status({ "modules-final": undefined }),
      ["cloud-init did not end in 300 s: modules-final was not done"],
    ],
    ["was not there", "", ["cloud-init says nothing of how it went (/var/lib/cloud/data/status.json)"]],
    ["lies", '{"v1": []}', ["cloud-init says nothing of how it went (/var/lib/cloud/data/status.json)"]],
  ])("that %s", (_, output, findings) => {
    expect(cloudInit.judge(output, contextOf())).toEqual(findings);
  });

  test("is not asked of vendors without it", () => {
    expect([vendors.generic, vendors.nocloud].map((vendor) => cloudInit.applies?.(vendor))).toEqual([true, false]);
  });
});
