import * as pulumi from "@pulumi/pulumi";
import type { TargetResult } from "../images/tree/resources.ts";
import { knownResult, passed, resultIn, type ImageAtTarget } from "./image-at-target.ts";
import type { Upload, UploadOptions } from "./target.ts";

/** Registers one image's two resources at one target. */
interface OwnResources {
  /** The bytes. `outcome`: of the image's files, for an upload whose inputs do not know it. */
  upload(
    name: string,
    outcome: pulumi.Input<string>,
    options: pulumi.CustomResourceOptions,
  ): {
    resource: pulumi.Resource;
    /** Null where nothing was uploaded. */
    id: pulumi.Output<string | null>;
    /** `passed`, or `broken: reason`. */
    result: pulumi.Output<string>;
  };
  /** Who sees them; undefined where nobody ever does. `id`: of the image, null where it may not be shown in this run. */
  access(
    name: string,
    id: pulumi.Input<string | null>,
    options: pulumi.CustomResourceOptions,
  ): { resource: pulumi.Resource; result: pulumi.Output<string> } | undefined;
}

/** An image in a cloud where each target has resources of its own: nothing is copied from one to another. */
export function ownUpload(
  place: ImageAtTarget,
  { parent, protectedAt, outcome, after: afterFiles }: UploadOptions,
  resources: OwnResources,
): Upload {
  const { image, target, plan } = place;
  const name = `${image.name}-${target.name}`;
  const protect = protectedAt.has(target.name);
  const made = resources.upload(`${name}-image`, outcome, { parent, protect, dependsOn: [...afterFiles] });
  return {
    places: [place],
    resource: made.resource,
    uploaded: () => made.result,
    startId: () => made.id,
    // the access is not protected: one update undoes any change, and removing it hides the image
    show(mayBeSeen, after) {
      const shown = shownId(place, made.id, mayBeSeen.get(target.name) ?? false);
      const access = resources.access(`${name}-access`, shown, { parent, dependsOn: [...after] });
      const result = (): pulumi.Output<TargetResult> =>
        pulumi
          .all([made.id, made.result, access?.result ?? passed])
          .apply(([id, uploaded, seen]) => resultIn(plan.phase, { refs: id === null ? [] : [id], uploaded, seen }));
      return { access: access?.resource, result };
    },
  };
}

function shownId(
  place: ImageAtTarget,
  made: pulumi.Output<string | null>,
  mayBeSeen: pulumi.Input<boolean>,
): pulumi.Input<string | null> {
  const known = knownResult(place);
  if (known !== undefined) return known.state === passed ? (known.refs[0] ?? null) : null;
  return mayBeSeen === true ? made : pulumi.all([made, mayBeSeen]).apply(([id, may]) => (may ? id : null));
}
