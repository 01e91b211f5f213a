import { describe, expect, test } from "vitest";
import { cloudRelease } from "./cloud-release.ts";
import { contextOf } from "../../../test/samples/checks-samples.ts";

describe("/etc/cloud-release", () => {
  test.each([
    ["is right", 'ID=genericcloud\nVERSION="20260717-2542"\n', []],
    [
      "is of another version",
      'ID=genericcloud\nVERSION="20260716-2541"\n',
      ["/etc/cloud-release has VERSION 20260716-2541, not 20260717-2542"],
    ],
    [
      "is missing",
      "",
      [
        "/etc/cloud-release has ID not at all, not genericcloud",
        "/etc/cloud-release has VERSION not at all, not 20260717-2542",
      ],
    ],
  ])("that %s", (_, output, findings) => {
    expect(cloudRelease.judge(output, contextOf())).toEqual(findings);
  });
});
