import { z } from "zod";
import { acceleratorChoices } from "../../images/boot-tests/accelerator.ts";
import { arches, isArch } from "../../images/model/definitions/arches.ts";
import { parseAmphoraName } from "./model/name.ts";
import { day, orNull } from "../../images/config/values.ts";
import { hours, instant } from "../../images/config/times.ts";

/** The keys of the stack `amphora`, their units and their defaults. */

const text = z.string("text").min(1, "text, not nothing");

/** OpenStack's releases are named after words: zed, epoxy. */
const releaseName = text.regex(/^[a-z]+$/, "a release of OpenStack in lower case, as zed");

/** A cloud runs one release of OpenStack, and so has one image. */
const cloud = z.strictObject({
  cloud: text.describe("As in clouds.yaml."),
  release: releaseName.describe("The release of OpenStack that it runs: one of images."),
  project: text.describe("Octavia's amp_image_owner_id, by name or id: the project of the credentials."),
  tag: text
    .regex(/^[^,/]{1,255}$/, "a tag as Glance takes it")
    .default("amphora")
    .describe("Octavia's amp_image_tag."),
  arch: z
    .string("an arch")
    .refine(isArch, `one of ${Object.keys(arches).join(", ")}`)
    .default("amd64")
    .describe("The architecture of its load balancers."),
  replaces: z
    .array(text, "a list of ids in Glance")
    .default([])
    .describe("Glance ids of images that are not ours, and that lose their tag when our first image gets it."),
});

/** The builds for one release of OpenStack. */
const release = z.strictObject({
  folder: text.describe(
    "The folder with NAME.qcow2 and NAME.json of each build. The newest build that is not withdrawn is used.",
  ),
  reevaluateBy: day.describe(
    "After this day no new image is taken. The team looks at each release of OpenStack again before a release of Debian.",
  ),
  withdraw: z
    .record(
      text.refine(
        (name) => parseAmphoraName(name) !== undefined,
        "names of images, as debian-bookworm-zed-octavia-12.12.0-20261123-amd64",
      ),
      text,
    )
    .default({})
    .describe("By name: why no new load balancer may run on it. Withdrawing the newest goes back to the one before."),
});

const tests = z.union(
  [
    z.strictObject({
      where: z.literal("qemu").describe("Each image boots in QEMU."),
      minutes: z.number().positive().max(120).default(15).describe("From power on to the end of the report."),
      accelerator: z
        .enum(acceleratorChoices, acceleratorChoices.join(", "))
        .default("auto")
        .describe("auto: KVM if a tiny guest runs with it, else TCG, QEMU's own emulation."),
    }),
    z.strictObject({ untested: text.describe("Why.") }),
  ],
  "where: qemu, or untested: and the reason",
);

export const amphoraSchema = z
  .strictObject({
    role: z.literal("amphora").describe("Gives Octavia its load balancer image."),
    clouds: z.array(cloud, "a list of clouds").min(1, "at least one cloud").describe("Where the image goes."),
    images: z.record(releaseName, release).describe("The builds, by release of OpenStack."),
    keep: hours
      .prefault("7 days")
      .describe("How long an image stays after it lost its tag. It stays longer while a load balancer runs on it."),
    tests: tests.prefault({ where: "qemu" }).describe("How an image is tested before it is tagged."),
    now: orNull(instant).describe("Replaces the clock."),
  })
  .check(({ value: { clouds, images }, issues }) => {
    clouds.forEach(({ cloud: name, release: wanted }, index) => {
      const problem = (key: string, input: string, message: string) =>
        issues.push({ code: "custom", path: ["clouds", index, key], input, message });
      if (!Object.hasOwn(images, wanted))
        problem("release", wanted, `a release that images has: ${Object.keys(images).join(", ") || "none so far"}`);
      if (clouds.findIndex((other) => other.cloud === name) !== index)
        problem("cloud", name, "each cloud once: it runs one release of OpenStack");
    });
  });

export type AmphoraSettings = z.output<typeof amphoraSchema>;
export type AmphoraCloud = AmphoraSettings["clouds"][number];
