import { z } from "zod";
import { age } from "../../images/config/ages.ts";
import { keyName } from "../../images/config/problems.ts";
import type { Problem } from "../../images/model/errors.ts";
import type { ConfiguredTargets } from "../target.ts";
import { isRegion, regions as knownRegions } from "./model/regions.ts";
import { awsTarget } from "./model/target.ts";

const region = z
  .string("a region")
  .refine(isRegion, "a region of AWS, as eu-west-1; one that is new gets a row in targets/aws/model/regions.json");
const regions = z.array(region, "a list of regions");
const profile = z.string("a profile").min(1, "a profile").nullable().default(null);

const accountSchema = z.strictObject({
  account: z
    .string("an account's number, in quotes")
    .regex(/^\d{12}$/, "an account's number of twelve digits, in quotes")
    .describe(
      "The account that holds this channel's images. Credentials of another get no call but GetCallerIdentity.",
    ),
  profile: profile.describe("The profile of the credentials; null: those of AWS's usual chain."),
  home: region.describe("The region to which bytes are sent; the others get copies from it."),
  regions: regions
    .min(1, "one region at least")
    .describe("A set waits for these. The home region is one of them, or of bestEffort."),
  bestEffort: z
    .union([z.literal("others"), regions], "a list of regions, or others")
    .default([])
    .describe("A set does not wait for these. others: all that the account has enabled and no other key names."),
  without: regions.default([]).describe("Regions that are left out on purpose, without a warning."),
  retired: regions
    .default([])
    .describe(
      "Regions that are given up: they get nothing new, and their images are hidden and deleted. Remove a region once all are gone.",
    ),
  outsider: profile.describe(
    "A profile of another account, which checks that everybody sees what is public; null: none.",
  ),
  deletion: profile.describe("A profile of the role that may delete; null: that of `profile`."),
  parameters: z
    .strictObject({
      prefix: z
        .string("a path")
        .regex(/^(\/[A-Za-z0-9._-]+)+$/, "a path, as /aws/service/debian, which AWS opens to its publisher alone")
        .describe("The names are <prefix>/<channel>/<suite>/latest/<arch>, by the suite's number and by its codename."),
      dataType: z
        .enum(["text", "aws:ec2:image"])
        .nullable()
        .default(null)
        .describe("Of new names; null: text. An existing name keeps its own, and another than this is refused."),
    })
    .nullable()
    .default(null)
    .describe("SSM parameters that lead to the newest images of each region; null: none."),
  spareLaunched: age
    .prefault("7 days")
    .describe("An image that somebody launched so lately is not deleted. AWS knows launches a day late."),
});

type AwsSettings = z.output<typeof accountSchema>;

/** `cloud-images:targets.aws`: one account holds the images of one channel, and each of its regions is a target. */
export const awsConfig = accountSchema
  .nullable()
  .default(null)
  .describe("Amazon's cloud: one account, each of its regions a target.")
  .transform((settings): ConfiguredTargets =>
    settings === null
      ? { targets: [], problems: [], owned: [] }
      : { targets: targetsOf(settings), problems: problemsOf(settings), owned: [ownedBy(settings)] },
  );

function targetsOf(settings: AwsSettings): ConfiguredTargets["targets"] {
  const { account, profile, deletion, home, outsider, parameters, spareLaunched, retired, without } = settings;
  const others = new Set(settings.regions);
  const discovered = settings.bestEffort === "others";
  const place = { account, profile, deletion, home, outsider, parameters, spareLaunched, without };
  return [
    ...settings.regions.map((name) => awsTarget({ ...place, region: name }, { required: true })),
    ...bestEffortOf(settings)
      .filter((name) => !others.has(name))
      .map((name) => awsTarget({ ...place, region: name }, { required: false, discovered })),
    ...retired.map((name) => awsTarget({ ...place, region: name }, { required: false, retired: true })),
  ];
}

function bestEffortOf({ bestEffort, regions: required, without, retired }: AwsSettings): readonly string[] {
  if (bestEffort !== "others") return bestEffort;
  const named = new Set([...required, ...without, ...retired]);
  return knownRegions.filter((name) => !named.has(name));
}

/** Values that no other channel's stack may name: credentials for dailies must not reach releases. */
const ownedBy = ({ account, profile: login }: AwsSettings): ConfiguredTargets["owned"][number] => ({
  path: [],
  identities: [
    { key: "account", value: account, remedy: "name the account of this channel" },
    ...(login === null ? [] : [{ key: "profile", value: login, remedy: "name a profile of this channel's account" }]),
  ],
});

function problemsOf(settings: AwsSettings): Problem[] {
  const at = (key: string): string => keyName(["targets", "aws", key]);
  const lists = {
    regions: settings.regions,
    bestEffort: settings.bestEffort,
    without: settings.without,
    retired: settings.retired,
  };
  const named = Object.entries(lists).flatMap(([key, names]) =>
    names === "others" ? [] : names.map((name) => ({ key, name })),
  );
  const doubles = named.filter(({ name }, index) => named.findIndex((other) => other.name === name) !== index);
  const problems = doubles.map(({ key, name }): Problem => ({
    where: at(key),
    value: name,
    expected: "each region once, in one list",
    remedy: "remove one of the two from the stack's file",
  }));
  if (![...settings.regions, ...bestEffortOf(settings)].includes(settings.home))
    problems.push({
      where: at("home"),
      value: settings.home,
      expected: "a region of regions or bestEffort",
      remedy: "add it to regions, or name another home",
    });
  return problems;
}
