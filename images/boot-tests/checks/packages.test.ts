import { describe, expect, test } from "vitest";
import { packages } from "./packages.ts";
import { contextOf } from "../../../test/samples/checks-samples.ts";

const many = Array.from({ length: 7 }, (_, index) => `extra${index}:amd64 1`).join("\n");

describe("the packages", () => {
  test.each([
    ["are those of the manifest", "adduser:all 3.152\nlibc6:amd64 2.41-12\n", []],
    ["lack one", "adduser:all 3.152\n", ["the manifest names, and the image has not: libc6:amd64"]],
    [
      "have one that the manifest does not name",
      "adduser:all 3.152\nlibc6:amd64 2.41-12\nnetcat-traditional:amd64 1.10-50\n",
      ["the image has, and the manifest does not name: netcat-traditional:amd64"],
    ],
    [
      "have another version",
      "adduser:all 3.152\nlibc6:amd64 2.41-13\n",
      ["in another version than the manifest says: libc6:amd64"],
    ],
    [
      "have many too many",
      `adduser:all 3.152\nlibc6:amd64 2.41-12\n${many}`,
      [
        "the image has, and the manifest does not name: extra0:amd64, extra1:amd64, extra2:amd64, extra3:amd64, extra4:amd64 and 2 more",
      ],
    ],
    ["were not told", "dpkg-query: error: no such thing\n", ["the guest did not say which packages it has"]],
  ])("that %s", (_, output, findings) => {
    expect(packages.judge(output, contextOf())).toEqual(findings);
  });
});
