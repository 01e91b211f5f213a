import { describe, expect, test } from "vitest";
import { vendors } from "../../model/definitions/vendors.ts";
import { kernel } from "./kernel.ts";
import { contextOf } from "../../../test/samples/checks-samples.ts";

const generic = contextOf({ vendor: vendors.generic, image: { ...contextOf().image, vendor: "generic" } });

describe("the kernel", () => {
  test.each([
    ["6.12.48+deb13-cloud-amd64\n", contextOf(), []],
    ["6.12.48+deb13-amd64\n", generic, []],
    [
      "6.12.48+deb13-amd64\n",
      contextOf(),
      ["runs the full kernel 6.12.48+deb13-amd64; genericcloud has the cloud one"],
    ],
    [
      "6.12.48+deb13-cloud-amd64",
      generic,
      ["runs the cloud kernel 6.12.48+deb13-cloud-amd64; generic has the full one"],
    ],
    ["", generic, ["the guest did not say which kernel it runs"]],
  ])("%j", (output, context, findings) => {
    expect(kernel.judge(output, context)).toEqual(findings);
  });
});
