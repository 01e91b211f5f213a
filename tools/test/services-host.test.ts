import { expect, it } from "vitest";
import { lackingCapabilities } from "./services-host.ts";

it.each([
  ["of a machine", "000001ffffffffff", []],
  ["of a machine that hides one that is not needed", "000001fffeffffff", []],
  ["of a container", "00000000a80425fb", ["CAP_NET_ADMIN", "CAP_SYS_ADMIN"]],
  ["of a container with a network of its own", "00000000a80435fb", ["CAP_SYS_ADMIN"]],
])("root %s lacks what the kernel says", (_case, effective, lacking) => {
  expect(lackingCapabilities(`Name:\tnode\nCapPrm:\tffffffffffffffff\nCapEff:\t${effective}\n`)).toEqual(lacking);
});

it("who cannot be asked for capabilities lacks all", () => {
  expect(lackingCapabilities("")).toEqual(["CAP_NET_ADMIN", "CAP_SYS_ADMIN"]);
});
