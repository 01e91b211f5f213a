import { describe, expect, test } from "vitest";
import { hosts } from "./hosts.ts";
import { contextOf } from "../../../test/samples/checks-samples.ts";

describe("/etc/hosts", () => {
  test.each([
    ["names both", "127.0.1.1 boot-test.localdomain boot-test\n127.0.0.1 localhost\n", []],
    ["has comments and IPv6", "# cloud-init\n127.0.0.1\tlocalhost boot-test # us\n::1 ip6-localhost\n", []],
    ["was not written by cloud-init", "127.0.0.1 localhost\n", ["/etc/hosts does not name boot-test"]],
    ["names it in a comment only", "127.0.0.1 localhost # boot-test\n", ["/etc/hosts does not name boot-test"]],
    ["is empty", "", ["/etc/hosts does not name localhost", "/etc/hosts does not name boot-test"]],
  ])("that %s", (_, output, findings) => {
    expect(hosts.judge(output, contextOf())).toEqual(findings);
  });
});
