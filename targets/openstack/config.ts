import { z } from "zod";
import { isVendor } from "../../images/model/definitions/vendors.ts";
import type { Problem } from "../../images/model/errors.ts";
import { firmwares, hardwareChoices, secureBoots } from "./model/properties.ts";
import { openstackTarget } from "./model/target.ts";
import type { ConfiguredTargets, Identity } from "../target.ts";
import { keyName } from "../../images/config/problems.ts";

const { hw_disk_bus, hw_qemu_guest_agent, hw_rng_model } = hardwareChoices;

/** Those of Nova's image properties that depend on no arch; `firmware` and `secureBoot` choose the boot loader. */
const properties = z.strictObject({
  hw_disk_bus: z.enum(hw_disk_bus).exactOptional().describe("The bus of the disks."),
  hw_qemu_guest_agent: z
    .enum(hw_qemu_guest_agent)
    .exactOptional()
    .describe("Whether QEMU's guest agent can be reached."),
  hw_rng_model: z.enum(hw_rng_model).exactOptional().describe("The source of random numbers."),
});

const openstackCloud = z.strictObject({
  cloud: z
    .string("a cloud of clouds.yaml")
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, "a cloud of clouds.yaml, of letters, digits and . _ -")
    .describe(
      "The entry of clouds.yaml that has the credentials. It names the target and its resources: openstack-<cloud>.",
    ),
  project: z
    .string("a project's name or id")
    .min(1, "a project's name or id")
    .nullable()
    .default(null)
    .describe("The project that the credentials must be of, by name or id; null: any."),
  visibility: z
    .enum(["community", "public"])
    .default("community")
    .describe(
      "community: found by those who ask for it. public: shown to every project; most clouds let only operators do that.",
    ),
  required: z
    .boolean("true or false")
    .default(true)
    .describe("Whether a set waits for this cloud. If not, a failure here stops nothing else."),
  vendors: z
    .array(z.string("a vendor").refine(isVendor, "a vendor"), "a list of vendors")
    .min(1, "one vendor at least")
    .default(["generic", "genericcloud"])
    .describe("Whose images go there: Debian's vendors, or the stack's own, that have a qcow2."),
  firmware: z
    .enum(firmwares)
    .nullable()
    .default(null)
    .describe(
      "For a cloud whose hypervisors know only one; null: each arch's usual one. An arch without it keeps its own.",
    ),
  secureBoot: z
    .enum(secureBoots)
    .default("optional")
    .describe(
      "required: hosts without it refuse the image. disabled: never used. For arches whose boot loader Debian signs.",
    ),
  properties: properties
    .prefault({})
    .describe("Nova's image properties of all images there. Images that are there already are changed in place."),
  retired: z
    .boolean("true or false")
    .default(false)
    .describe("true: it gets nothing new, and its images are hidden and deleted. Remove the entry once all are gone."),
});

const cloudsSchema = z
  .array(openstackCloud, "a list of clouds")
  .default([])
  .describe("OpenStack clouds, one target each.");

type CloudSettings = z.output<typeof openstackCloud>;

/** `cloud-images:targets.openstack`: one entry of clouds.yaml is one target, and holds the images of one channel. */
export const openstackConfig = cloudsSchema.transform((clouds): ConfiguredTargets => ({
  targets: clouds.map(({ required, retired, vendors, firmware, secureBoot, properties, ...place }) => ({
    ...openstackTarget({ ...place, hardware: { firmware, secureBoot, properties } }, required, retired),
    vendors,
  })),
  problems: problemsOf(clouds),
  owned: clouds.map(({ cloud, project }, index) => ({ path: [index], identities: identitiesOf(cloud, project) })),
}));

/** Values that no other channel's stack may name: the entry of its credentials, and their project. */
const identitiesOf = (cloud: string, project: string | null): Identity[] => [
  {
    key: "cloud",
    value: cloud,
    remedy: "name another entry of clouds.yaml, with credentials of a project of its own",
  },
  ...(project === null
    ? []
    : [
        {
          key: "project",
          value: project,
          remedy: "name another project; where two clouds have projects of one name, name them by their ids",
        },
      ]),
];

function problemsOf(clouds: readonly CloudSettings[]): Problem[] {
  const names = clouds.map(({ cloud }) => cloud);
  return clouds.flatMap((cloud, index) => cloudProblems(cloud, index, names));
}

function cloudProblems(
  { cloud, firmware, secureBoot }: CloudSettings,
  index: number,
  names: readonly string[],
): Problem[] {
  const at = (key: string): string => keyName(["targets", "openstack", index, key]);
  const problems: Problem[] = [];
  if (names.indexOf(cloud) !== index)
    problems.push({
      where: at("cloud"),
      value: cloud,
      expected: "each cloud once",
      remedy: "remove one of the two from the stack's file",
    });
  if (firmware === "bios" && secureBoot === "required")
    problems.push({
      where: at("secureBoot"),
      value: secureBoot,
      expected: "nothing that BIOS does not have, and firmware is bios",
      remedy: "remove one of the two from the stack's file",
    });
  return problems;
}
