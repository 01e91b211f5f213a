import type { Target } from "../../../images/model/target.ts";
import { readUpkeep } from "../../upkeep.ts";
import prices from "./upkeep.json" with { type: "json" };

/** One region of an account: a target by itself, since a region fails, fills up and is left by itself. */
export interface AwsPlace {
  account: string;
  profile: string | null;
  /** A profile of the role that may delete; null: the other one may. */
  deletion: string | null;
  home: string;
  region: string;
  /** The names that lead to the newest images; null: there are none. */
  parameters: AwsPointers | null;
  /** A profile of another account, which reads back what is public; null: none. */
  outsider: string | null;
  /** Regions that are left out on purpose. */
  without: readonly string[];
  /** Days that an image stays after it was last launched. */
  spareLaunched: number;
}

interface AwsPointers {
  /** `/aws/service/debian` */
  prefix: string;
  /** The data type of new parameters; null: text. */
  dataType: "text" | "aws:ec2:image" | null;
}

export interface AwsTarget extends Target {
  kind: "cloud";
  aws: AwsPlace;
}

/** The bytes of a disk at most: clouds bill what is used of it. */
const upkeep = readUpkeep(prices, "targets/aws/model/upkeep.json");

export const isAws = (target: Target): target is AwsTarget => "aws" in target;

const prefix = "aws-";

/** The target that a region is: `aws-eu-west-1`. */
export const awsTargetName = (region: string): string => `${prefix}${region}`;

export const regionOfTarget = (target: string): string => target.slice(prefix.length);

export const awsTarget = (
  place: AwsPlace,
  { required, retired = false, discovered = false }: { required: boolean; retired?: boolean; discovered?: boolean },
): AwsTarget => ({
  name: awsTargetName(place.region),
  kind: "cloud",
  required: required && !retired,
  vendors: ["ec2"],
  ...(place.parameters === null && { withoutPointers: true }),
  ...(retired && { retired }),
  ...(discovered && { discovered }),
  upkeep: { ...upkeep, copies: 1 },
  aws: place,
});
