import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, type Day } from "../../../images/model/day.ts";
import { day as dayOf } from "../../../test/samples/samples.ts";
import { arches, isArch } from "../../../images/model/definitions/arches.ts";
import { compareAmphorae, formatAmphoraName, parseAmphoraName, type AmphoraName } from "./name.ts";

const start = dayOf("2020-01-01");

const days: fc.Arbitrary<Day> = fc.nat(10_000).map((count) => addDays(start, count));
const names: fc.Arbitrary<AmphoraName> = fc.record({
  suite: fc.constantFrom("bullseye", "bookworm", "trixie"),
  release: fc.constantFrom(null, "victoria", "zed", "epoxy"),
  point: fc.oneof(
    fc.nat(99).map(String),
    fc.tuple(fc.nat(99), fc.nat(99)).map(([major, update]) => `${major}.${update}`),
  ),
  minor: fc.nat(999),
  day: fc.option(days),
  arch: fc.constantFrom(...Object.keys(arches).filter(isArch)),
});

const parsed = (name: string): AmphoraName => {
  const found = parseAmphoraName(name);
  if (found === undefined) throw new Error(name);
  return found;
};

describe("the name of an amphora's image", () => {
  it("has the suite, the OpenStack release, the point release, its count, the day and the arch", () => {
    expect(parseAmphoraName("debian-bookworm-zed-octavia-12.12.0-20261123-amd64")).toEqual({
      suite: "bookworm",
      release: "zed",
      point: "12.12",
      minor: 0,
      day: dayOf("2026-11-23"),
      arch: "amd64",
    });
  });

  it("may leave out the OpenStack release and the day", () => {
    expect(parseAmphoraName("debian-bookworm-octavia-12.5-arm64")).toMatchObject({
      release: null,
      point: "12",
      day: null,
    });
  });

  it("is read as it was written", () => {
    fc.assert(
      fc.property(names, (name) => {
        expect(parseAmphoraName(formatAmphoraName(name))).toEqual(name);
      }),
    );
  });

  it.each([
    ["an image of ours that is no amphora", "debian-12-genericcloud-amd64-20260717-2542"],
    ["a day that no month has", "debian-bookworm-zed-octavia-12.12.0-20261131-amd64"],
    ["an arch that Debian has not", "debian-bookworm-zed-octavia-12.12.0-20261123-m68k"],
    ["what stands around a name", " debian-bookworm-zed-octavia-12.12.0-20261123-amd64"],
    ["a number that could be written shorter", "debian-bookworm-zed-octavia-12.012.0-20261123-amd64"],
    ["the operator's own", "amphora-x64-haproxy.qcow2"],
  ])("is not %s", (_case, name) => {
    expect(parseAmphoraName(name)).toBeUndefined();
  });
});

describe("the newer of two", () => {
  it.each([
    [
      "of a later point release",
      "debian-bookworm-zed-octavia-12.9.3-20261123-amd64",
      "debian-bookworm-zed-octavia-12.10.0-20260101-amd64",
    ],
    [
      "with a higher count",
      "debian-bookworm-zed-octavia-12.9.9-20261123-amd64",
      "debian-bookworm-zed-octavia-12.9.10-20261123-amd64",
    ],
    [
      "of a later day",
      "debian-bookworm-zed-octavia-12.9.0-20261123-amd64",
      "debian-bookworm-zed-octavia-12.9.0-20261124-amd64",
    ],
    ["that has a day", "debian-bookworm-zed-octavia-12.9.0-amd64", "debian-bookworm-zed-octavia-12.9.0-20261124-amd64"],
  ])("is the one %s", (_case, older, newer) => {
    expect(compareAmphorae(parsed(older), parsed(newer))).toBeLessThan(0);
    expect(compareAmphorae(parsed(newer), parsed(older))).toBeGreaterThan(0);
    expect(compareAmphorae(parsed(newer), parsed(newer))).toBe(0);
  });
});
