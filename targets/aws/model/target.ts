import type { Target } from "../../../images/model/target.ts";

/** One region of an account: a target by itself, since a region fails, fills up and is left by itself. */
export interface AwsPlace {
  account: string;
  profile: string | null;
  home: string;
  region: string;
  /** A profile of another account, which reads back what is public; null: none. */
  outsider: string | null;
  /** Regions that are left out on purpose. */
  without: readonly string[];
  /** Days that an image stays after it was last launched. */
  spareLaunched: number;
}

export interface AwsTarget extends Target {
  kind: "cloud";
  aws: AwsPlace;
}

export const isAws = (target: Target): target is AwsTarget => "aws" in target;

const prefix = "aws-";

/** The target that a region is: `aws-eu-west-1`. */
export const awsTargetName = (region: string): string => `${prefix}${region}`;

export const regionOfTarget = (target: string): string => target.slice(prefix.length);

export const awsTarget = (
  place: AwsPlace,
  { required, retired = false }: { required: boolean; retired?: boolean },
): AwsTarget => ({
  name: awsTargetName(place.region),
  kind: "cloud",
  required: required && !retired,
  vendors: ["ec2"],
  withoutPointers: true,
  ...(retired && { retired }),
  aws: place,
});
