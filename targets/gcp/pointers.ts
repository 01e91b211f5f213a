import * as pulumi from "@pulumi/pulumi";
import type { InputsOf } from "../../provider-sdk/inputs.ts";
import { passed } from "../image-at-target.ts";
import type { PointedImage, PointOptions } from "../target.ts";
import { gcpNames } from "./model/names.ts";
import type { GcpFamiliesInputs } from "./model/resources.ts";
import { isGcp, type GcpTarget } from "./model/target.ts";

/** By family, its image; undefined where the stack has no project. */
export function familiesInputs(
  pointed: readonly PointedImage[],
  { targets, down }: Pick<PointOptions, "targets" | "down">,
): InputsOf<GcpFamiliesInputs> | undefined {
  const target = targets.find(isGcp);
  if (target === undefined) return undefined;
  const { project, serviceAccount } = target.gcp;
  const why = down.get(target.name);
  const families = pointed
    .filter((each) => each.target.name === target.name)
    .map((each) => familyOf(each, target))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    project,
    serviceAccount,
    required: target.required,
    ...(why !== undefined && { down: why }),
    families: Object.fromEntries(families),
  };
}

/** Without an image that is not shown: its family stays as it is. */
function familyOf(
  { image, result, repair }: PointedImage,
  { gcp }: GcpTarget,
): readonly [family: string, pulumi.Output<GcpFamiliesInputs["families"][string]>] {
  const { family, name } = gcpNames(image, gcp.prefix);
  const led = pulumi.output(result).apply(({ refs, state }) => ({
    image: state === passed && refs.length > 0 ? name : null,
    ...(repair.length > 0 && { repair: [...repair] }),
  }));
  return [family, led];
}
