import { describe, expect, test } from "vitest";
import { contextOf } from "../../../test/samples/checks-samples.ts";
import { network } from "./network.ts";

describe("the network", () => {
  test.each([
    ["is as given", "address 10.0.2.15\nresolver 127.0.0.53\nresolver 10.0.2.3\n", []],
    ["has no resolver", "address 10.0.2.15\n", ["does not use the resolver 10.0.2.3"]],
    ["has another address", "address 10.0.2.150\nresolver 10.0.2.3\n", ["does not have the address 10.0.2.15"]],
    ["is not there", "", ["does not have the address 10.0.2.15", "does not use the resolver 10.0.2.3"]],
  ])("that %s", (_, output, findings) => {
    expect(network.judge(output, contextOf())).toEqual(findings);
  });

  test("needs no resolver where none was given", () => {
    const given = contextOf({ network: { address: "192.0.2.7", resolver: null } });
    expect(network.judge("address 192.0.2.7\n", given)).toEqual([]);
  });

  test("needs no IPv4 address where none was given", () => {
    expect(network.judge("", contextOf({ network: { address: null, resolver: null } }))).toEqual([]);
  });
});
