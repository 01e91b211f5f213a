import { describe, expect, test } from "vitest";
import { failedUnits } from "./failed-units.ts";
import { contextOf } from "../../../test/samples/checks-samples.ts";

describe("units", () => {
  test.each([
    ["none failed", "units\n", []],
    [
      "one failed",
      "units\ncloud-config.service loaded failed failed Apply the settings\n",
      ["the unit cloud-config.service failed"],
    ],
    ["systemd was not asked", "", ["systemd did not say which units failed"]],
  ])("%s", (_, output, findings) => {
    expect(failedUnits.judge(output, contextOf())).toEqual(findings);
  });
});
