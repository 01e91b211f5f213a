import type { Target } from "../../../images/model/target.ts";
import { readUpkeep } from "../../upkeep.ts";
import prices from "./upkeep.json" with { type: "json" };

/** One region of an account. It is a target of its own, because each region fails, fills up and is given up by itself. */
export interface AwsPlace {
  account: string;
  profile: string | null;
  /** A profile of the role that may delete; null: the publishing one may. */
  deletion: string | null;
  home: string;
  region: string;
  /** The SSM parameters of the newest images; null: there are none. */
  parameters: AwsPointers | null;
  /** A profile of another account, which checks what is public; null: none. */
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

/** AWS's list price. It is an upper bound, because clouds bill only the used part of a disk. */
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
