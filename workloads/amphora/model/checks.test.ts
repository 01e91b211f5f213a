import { describe, expect, it } from "vitest";
import { amphoraFindings } from "./checks.ts";
import { amphoraBuild } from "../../../test/samples/workloads/amphora.ts";

const { description } = amphoraBuild("debian-bookworm-zed-octavia-12.9.0-20260401-amd64");
const good = {
  parts: "ii haproxy 2.6.12-1+deb12u4\nii keepalived 1:2.2.7-1+b2\nii octavia-agent 11.0.0-2+deb12u1\n",
  programs: "haproxy runs\nkeepalived runs\namphora-agent runs\n",
  services: "octavia-agent enabled\nhaproxy disabled\nkeepalived disabled\n",
  "cloud-init": "status: done\n",
};
const findings = (changes: Partial<Record<keyof typeof good, string>>): string[] =>
  amphoraFindings(new Map(Object.entries({ ...good, ...changes })), description);

describe("a booted amphora", () => {
  it("is good with all its parts", () => {
    expect(findings({})).toEqual([]);
  });

  it.each([
    ["without keepalived", { parts: good.parts.replace("ii keepalived", "un keepalived") }, "parts: expected"],
    ["with another haproxy than was built", { parts: good.parts.replace("2.6.12", "2.6.13") }, "haproxy 2.6.12"],
    ["whose agent does not run", { programs: "haproxy runs\nkeepalived runs\n" }, "amphora-agent runs"],
    ["whose agent does not start", { services: good.services.replace("enabled", "disabled") }, "octavia-agent enabled"],
    [
      "whose haproxy starts by itself",
      { services: good.services.replace("haproxy disabled", "haproxy enabled") },
      "haproxy disabled",
    ],
    ["whose cloud-init failed", { "cloud-init": "status: error\n" }, "status: done"],
  ])("is not good %s", (_case, changes, finding) => {
    expect(findings(changes)).toEqual([expect.stringContaining(finding)]);
  });

  it("that told nothing is not good at all", () => {
    expect(amphoraFindings(new Map(), description)).toHaveLength(4);
  });
});
