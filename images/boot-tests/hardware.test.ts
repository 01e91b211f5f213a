import { expect, test } from "vitest";
import { flavorFor, type Flavor } from "./hardware.ts";

const flavor = (name: string, ram: number, disk: number, vcpus = 1): Flavor => ({ id: name, name, ram, disk, vcpus });
const flavors = [
  flavor("large", 4096, 40),
  flavor("nano", 128, 10),
  flavor("tight", 512, 3),
  flavor("two", 512, 10, 2),
  flavor("one", 512, 10),
  flavor("volume", 512, 0),
];

test.each([
  ["the smallest that has memory for Debian and room to grow", 3, null, "one"],
  ["a larger one for a larger image", 20, null, "large"],
  ["the one that is named", 3, "two", "two"],
  ["none where the named one is too small", 3, "nano", undefined],
  ["none where nothing is large enough", 50, null, undefined],
  ["none where nobody knows the name", 3, "tiny", undefined],
])("a flavor: %s", (_case, gibibytes, name, expected) => {
  expect(flavorFor(flavors, gibibytes, name)?.name).toBe(expected);
});
