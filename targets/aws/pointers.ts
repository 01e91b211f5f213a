import * as pulumi from "@pulumi/pulumi";
import type { InputsOf } from "../../provider-sdk/inputs.ts";
import { passed } from "../image-at-target.ts";
import type { PointedImage, PointOptions } from "../target.ts";
import { loginOf } from "./inputs.ts";
import { parameterPaths } from "./model/parameters.ts";
import type { AwsParametersInputs } from "./model/resources.ts";
import { isAws } from "./model/target.ts";

/** By region and arch, the image of the channel's names; undefined where the account has no such names. */
export function parametersInputs(
  pointed: readonly PointedImage[],
  { channel, targets, down }: Pick<PointOptions, "channel" | "targets" | "down">,
): InputsOf<AwsParametersInputs> | undefined {
  const [first, ...rest] = targets.filter(isAws);
  const parameters = first?.aws.parameters ?? null;
  if (first === undefined || parameters === null) return undefined;
  const regions = [first, ...rest].map((target) => {
    const images = pointed.filter((each) => each.target.name === target.name).map(imageOf);
    const why = down.get(target.name);
    const region = pulumi.all(images).apply((each) => ({
      required: target.required,
      ...(why !== undefined && { down: why }),
      images: Object.fromEntries(each),
    }));
    return [target.aws.region, images.length === 0 ? { required: target.required, images: {} } : region] as const;
  });
  return {
    ...loginOf(first.aws),
    paths: parameterPaths(parameters.prefix, channel, "latest"),
    dataType: parameters.dataType,
    regions: Object.fromEntries(regions),
  };
}

/** Null where the region lacks the image: its name stays as it is. */
const imageOf = ({ image, result }: PointedImage): pulumi.Output<readonly [string, string | null]> =>
  pulumi
    .output(result)
    .apply(({ refs: [ami], state }) => [image.arch, state === passed && ami !== undefined ? ami : null] as const);
