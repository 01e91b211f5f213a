import { z } from "zod";
import { acceleratorChoices } from "../../images/boot-tests/accelerator.ts";
import { arches, isArch } from "../../images/model/definitions/arches.ts";
import { parseAmphoraName } from "./model/name.ts";
import { day } from "../../images/config/values.ts";
import { hours, instant } from "../../images/config/times.ts";

/** The keys of the stack `amphora`, their units and their defaults. */

const text = z.string("text").min(1, "text, not nothing");

/** OpenStack's releases are named after words: zed, epoxy. */
const releaseName = text.regex(/^[a-z]+$/, "a release of OpenStack in lower case, as zed");

/** A cloud runs one release of OpenStack, and so has one image. */
const cloud = z.strictObject({
  /** As in clouds.yaml. */
  cloud: text,
  release: releaseName,
  /** Octavia's `amp_image_owner_id`, by name or id: the project that the credentials must be of. */
  project: text,
  /** Octavia's `amp_image_tag`. */
  tag: text.regex(/^[^,/]{1,255}$/, "a tag as Glance takes it").default("amphora"),
  arch: z
    .string("an arch")
    .refine(isArch, `one of ${Object.keys(arches).join(", ")}`)
    .default("amd64"),
  /** Glance ids of images that are not ours and may lose their tag: those that our first image replaces. */
  replaces: z.array(text, "a list of ids in Glance").default([]),
});

/** The builds for one release of OpenStack. */
const release = z.strictObject({
  /** The folder with `NAME.qcow2` and `NAME.json` of each build; the newest build that is not withdrawn is used. */
  folder: text,
  /** After this day no new image is taken: the team promised to look at each release again before each release of Debian. */
  reevaluateBy: day,
  /** By name: why no new load balancer may run on it. Withdrawing the newest goes back to the one before. */
  withdraw: z
    .record(
      text.refine(
        (name) => parseAmphoraName(name) !== undefined,
        "names of images, as debian-bookworm-zed-octavia-12.12.0-20261123-amd64",
      ),
      text,
    )
    .default({}),
});

const tests = z.union(
  [
    z.strictObject({
      where: z.literal("qemu"),
      /** The time from power on to the end of the report. */
      minutes: z.number().positive().max(120).default(15),
      /** `auto`: KVM if a tiny guest runs with it, else TCG, QEMU's own emulation. */
      accelerator: z.enum(acceleratorChoices, acceleratorChoices.join(", ")).default("auto"),
    }),
    z.strictObject({ untested: text }),
  ],
  "where: qemu, or untested: and the reason",
);

export const amphoraSchema = z
  .strictObject({
    role: z.literal("amphora"),
    clouds: z.array(cloud, "a list of clouds").min(1, "at least one cloud"),
    /** By OpenStack's release. */
    images: z.record(releaseName, release),
    /** How long an image stays after it lost its tag; it stays longer while a load balancer runs on it. */
    keep: hours.prefault("7 days"),
    /** How an image is found good before it is tagged. */
    tests: tests.prefault({ where: "qemu" }),
    /** Replaces the clock. */
    now: instant.nullable().default(null),
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
export type AmphoraRelease = AmphoraSettings["images"][string];
