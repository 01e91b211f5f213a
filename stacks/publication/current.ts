import * as pulumi from "@pulumi/pulumi";
import type { PublishedImage } from "../../components/published-image.ts";
import type { Version } from "../../components/resources.ts";
import type { CurrentImage } from "../../images/model/current-image.ts";
import { definitionOf } from "../../images/model/definitions/vendors.ts";
import { memberOf, type Member } from "../../images/model/image.ts";
import { mirrorTarget } from "../../images/model/target.ts";
import type { ImagePlan, Plan, SetPlan } from "../../images/plan/types.ts";
import { isListed } from "../../images/tree/visibility.ts";
import { passed } from "../../targets/image-at-target.ts";
import type { ShownInCloud } from "./clouds.ts";

/** A set with what is registered of it. */
export interface RegisteredSet {
  set: SetPlan;
  images: readonly { plan: ImagePlan; component: PublishedImage }[];
  /** Its directory in the tree. */
  version: Version | undefined;
  clouds: readonly ShownInCloud[];
}

/** By family. */
export type CurrentImages = Partial<Record<Member, pulumi.Output<CurrentImage>>>;

const mirror = mirrorTarget.name;

/** By family, the image that its name in the tree leads to. The output of an image that this run shows resolves once it is shown. */
export function currentImages({ pointers }: Plan, sets: readonly RegisteredSet[]): CurrentImages {
  const named = pointers.get(mirror);
  return Object.fromEntries(
    sets.flatMap(({ images, version, clouds }) =>
      images
        .filter(({ plan: { image } }) => named?.get(memberOf(image)) === image.version)
        .map(({ plan, component }) => {
          const shown = plan.record?.targets[mirror]?.days.shown !== undefined;
          const ids = clouds.flatMap((cloud) => startableIn(cloud, plan.name));
          return [
            memberOf(plan.image),
            pulumi
              .all([component.mirror, pulumi.all(ids), shown ? null : version?.digest])
              .apply(([files, found]): CurrentImage => ({
                name: plan.name,
                version: plan.image.version,
                digest: plan.digest,
                login: definitionOf({ ...plan.image, ownVendor: (plan.record ?? plan.candidate)?.ownVendor }).login,
                mirror: files,
                ids: Object.fromEntries(found.flat()),
              })),
          ];
        }),
    ),
  );
}

/** The targets of a cloud at which the image is public, each with the id that starts a server there. */
const startableIn = ({ places, results }: ShownInCloud, name: string): pulumi.Output<(readonly [string, string])[]>[] =>
  places
    .filter(({ image, plan }) => image.name === name && isListed(plan.phase))
    .map(({ target }) =>
      pulumi.output(results.get(target.name)).apply((result) => {
        const [id] = result?.state === passed ? result.refs : [];
        return id === undefined ? [] : [[target.name, id] as const];
      }),
    );
