import { expect, test } from "vitest";
import type { BootTests } from "../../images/boot-tests/definition.ts";
import { setPlan } from "../../test/samples/stacks-samples.ts";
import { day, digest } from "../../test/samples/samples.ts";
import type { ImagePlan } from "../../images/plan/types.ts";
import { bootTestInputs } from "./boot-tests.ts";

const today = day("2026-07-18");
const tests: BootTests = {
  firmware: ["bios", "uefi"],
  seconds: 300,
  where: { "*/*": "qemu" },
  accelerator: "tcg",
  nova: {},
};

/** An image whose record says how it is to be booted. */
function recorded(boot: NonNullable<ImagePlan["record"]>["boot"]): ImagePlan {
  const [image] = setPlan("20260717-2542", { "generic/amd64": ["made", "made"] }).images;
  if (image?.record == null) throw new RangeError("a sample has a record");
  return { ...image, record: { ...image.record, boot } };
}
const atQemu = { where: "qemu", definition: digest("sha256", "how") };

test.each<[string, BootTests | null, object]>([
  ["as its stack says", tests, { where: "qemu", firmware: ["bios", "uefi"], seconds: 300, accelerator: "tcg" }],
  ["as usual, where its stack asks for no boots any more", null, { where: "qemu", firmware: ["bios"], seconds: 600 }],
])("an image that must boot is booted %s", (_how, given, inputs) => {
  expect(bootTestInputs(recorded(atQemu), given, today)).toMatchObject({ ...inputs, attempt: 1, day: "2026-07-18" });
});

test.each([
  ["is untested on purpose", { untested: "no hardware" }],
  ["was made before there were boots", undefined],
])("an image that %s is not booted", (_why, boot) => {
  expect(bootTestInputs(recorded(boot), tests, today)).toBeUndefined();
});
