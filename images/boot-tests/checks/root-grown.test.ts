import { describe, expect, test } from "vitest";
import { rootGrown } from "./root-grown.ts";
import { contextOf } from "../../../test/samples/checks-samples.ts";

describe("the root", () => {
  test.each([
    ["takes the disk", "4100000000\n", []],
    ["is as in the image", "3100000000\n", ["the root has 2956 MiB of a disk of 4096 MiB"]],
    ["is not said", "no such command", ["the guest did not say how large its root is"]],
  ])("that %s", (_, output, findings) => {
    expect(rootGrown.judge(output, contextOf())).toEqual(findings);
  });
});
