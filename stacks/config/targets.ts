import { z } from "zod";
import type { Problem } from "../../images/errors.ts";
import { openstackTarget, type Target } from "../../images/stack-policy.ts";
import { keyName } from "./problems.ts";

/** The places beside the tree that a stack publishes to. */

const openstackCloud = z.strictObject({
  /** Its name in clouds.yaml, which has the credentials. It names the target and its resources: `openstack-<cloud>`. */
  cloud: z
    .string("a cloud of clouds.yaml")
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, "a cloud of clouds.yaml, of letters, digits and . _ -"),
  /** The project that the credentials must be of, by name or id; null: whichever they are of. */
  project: z.string("a project's name or id").min(1, "a project's name or id").nullable().default(null),
  /** `community`: found by those who ask for it; `public`: shown to every project, which most clouds let only their operators do. */
  visibility: z.enum(["community", "public"]).default("community"),
  /** Without it nothing of a set is shown anywhere; one that is not required gets what it can, when it can. */
  required: z.boolean("true or false").default(true),
  /** Left for good: nothing new goes there, and what is there is hidden and goes. The entry may leave once all of it is gone. */
  retired: z.boolean("true or false").default(false),
});

export const targetsSchema = z.strictObject({
  openstack: z.array(openstackCloud, "a list of clouds").default([]),
});

export type TargetSettings = z.output<typeof targetsSchema>;

export const targetsOf = ({ openstack }: TargetSettings): Target[] =>
  openstack.map(({ required, retired, ...place }) => openstackTarget(place, required, retired));

interface TargetedSettings {
  targets: TargetSettings;
  suite: string | null;
}

/** One cloud of clouds.yaml is one target, and holds the images of one channel. */
export function targetProblems({ targets: { openstack }, suite }: TargetedSettings, file: string): Problem[] {
  const names = openstack.map(({ cloud }) => cloud);
  const twice = names.flatMap((cloud, index) =>
    names.indexOf(cloud) === index
      ? []
      : [
          {
            where: keyName(["targets", "openstack", index, "cloud"]),
            value: cloud,
            expected: "each cloud once",
            remedy: `remove one of the two from ${file}`,
          },
        ],
  );
  if (suite !== null || openstack.length === 0) return twice;
  return [
    ...twice,
    {
      where: keyName(["targets", "openstack"]),
      value: names.join(", "),
      expected: "no cloud in a stack that takes every suite and channel",
      remedy: `set suite and channel in ${file}: daily and release images are kept in separate projects`,
    },
  ];
}
