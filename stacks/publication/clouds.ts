import * as pulumi from "@pulumi/pulumi";
import { memberOf, type Member } from "../../images/model/image.ts";
import { statesAt } from "../../images/plan/target-states.ts";
import type { ImagePlan, Plan, SetPlan } from "../../images/plan/types.ts";
import { cloudTargetsText } from "../../images/tree/cloud-targets.ts";
import type { CloudTarget, TargetResult } from "../../images/tree/resources.ts";
import {
  inClouds,
  isRising,
  knownResult,
  passed,
  type ImageAtTarget,
  type Reachable,
} from "../../targets/image-at-target.ts";
import { isOfCloud } from "../../targets/models.ts";
import { resources } from "../../targets/resources.ts";
import type {
  PointedImage,
  PointOptions,
  Shown,
  TargetResources,
  Upload,
  UploadOptions,
} from "../../targets/target.ts";

/** An image's private uploads to each cloud that takes it. */
export function uploadAll(
  image: ImagePlan,
  reachable: Reachable,
  options: UploadOptions,
  clouds: readonly TargetResources[] = resources,
): Upload[] {
  const places = inClouds(image, reachable);
  return clouds.flatMap((each) =>
    each.upload(
      places.filter(({ target }) => isOfCloud(each.cloud, target.name)),
      options,
    ),
  );
}

/** The uploads that the set's gate waits for: nothing is shown before every required image is at every required target. */
export const awaited = (uploads: readonly Upload[]): pulumi.Resource[] =>
  uploads
    .filter(({ places }) =>
      places.some((place) => place.target.required && place.image.required && knownResult(place) === undefined),
    )
    .map(({ resource }) => resource);

/** By image, the outcome of making and testing it. */
type Verdicts = ReadonlyMap<Member, pulumi.Input<string>>;

export interface ShownInCloud extends Pick<Upload, "places">, Pick<Shown, "access"> {
  /** By target. */
  results: ReadonlyMap<string, pulumi.Input<TargetResult>>;
}

/** Shows, hides and withdraws images in each cloud, after the given resources. An image that did not pass is not shown. */
export const showAll = (
  uploads: readonly Upload[],
  after: readonly pulumi.Resource[],
  verdicts: Verdicts,
): ShownInCloud[] =>
  uploads.map((upload) => {
    const permits = upload.places.map(
      (place) => [place.target.name, mayBeSeen(place, upload, uploads, verdicts)] as const,
    );
    const { access, result } = upload.show(new Map(permits), after);
    const results = upload.places.map(
      (place) => [place.target.name, knownResult(place) ?? result(place.target.name)] as const,
    );
    return { places: upload.places, access, results: new Map(results) };
  });

/** Whether an image may be shown at a target: only together with all required images of its set. */
function mayBeSeen(
  place: ImageAtTarget,
  upload: Upload,
  uploads: readonly Upload[],
  verdicts: Verdicts,
): pulumi.Input<boolean> {
  if (!isRising(place)) return true;
  const { name } = place.target;
  const together = uploads.filter(({ places }) =>
    places.some((other) => other.target.name === name && other.image.required && isRising(other)),
  );
  return pulumi
    .all([
      upload.uploaded(name),
      verdicts.get(memberOf(place.image.image)),
      pulumi.all(together.map((each) => each.uploaded(name))),
    ])
    .apply(([own, verdict, others]) => [own, verdict, ...others].every((state) => state === passed));
}

/** The accesses of images that this run changes. */
export const changedIn = (shown: readonly ShownInCloud[]): pulumi.Resource[] =>
  shown.flatMap(({ access, places }) =>
    access === undefined || places.every((place) => knownResult(place) !== undefined) ? [] : [access],
  );

/** What the set's record will say of each cloud's target, known at once where this run does nothing; undefined if the set is in none. */
export function cloudTargetsOf(
  set: SetPlan,
  shown: readonly ShownInCloud[],
  { targets }: Pick<Reachable, "targets">,
): pulumi.Input<string> | undefined {
  const found = targets
    .filter(({ kind }) => kind === "cloud")
    .flatMap(({ name }) => {
      const images = statesAt(set, name);
      if (images.length === 0) return [];
      const results = shown.flatMap(({ places, results: byTarget }) => {
        const result = byTarget.get(name);
        const image = places[0]?.image.image;
        return result === undefined || image === undefined ? [] : [[memberOf(image), result] as const];
      });
      return [[name, { images, results: Object.fromEntries(results) }] as const];
    });
  if (found.length === 0) return undefined;
  const byTarget = Object.fromEntries(found);
  return isKnown(byTarget) ? cloudTargetsText(byTarget) : pulumi.output(byTarget).apply(cloudTargetsText);
}

type Expected = Omit<CloudTarget, "results"> & { results: Record<string, pulumi.Input<TargetResult>> };

const isKnown = (targets: Readonly<Record<string, Expected>>): targets is Record<string, CloudTarget> =>
  Object.values(targets).every(({ results }) =>
    Object.values(results).every((each) => !(pulumi.Output.isInstance(each) || each instanceof Promise)),
  );

/** Registers the names that move in clouds. Each leads to an image that is public there, in this run or by its record. */
export function pointAll(
  plan: Plan,
  shown: readonly ShownInCloud[],
  options: PointOptions,
  clouds: readonly TargetResources[] = resources,
): readonly pulumi.Resource[] {
  const images = plan.sets.flatMap((set) => set.images);
  const pointed = options.targets.flatMap((target) =>
    [...(plan.pointers.get(target.name) ?? [])].flatMap(([member, version]): PointedImage[] => {
      const image = images.find((each) => each.image.version === version && memberOf(each.image) === member);
      const result = image === undefined ? undefined : resultAt(image, target.name, shown);
      if (image === undefined || result === undefined) return [];
      const repair = image.targets.get(target.name)?.repair ?? [];
      return [{ target, image: image.image, down: options.down.get(target.name), result, repair }];
    }),
  );
  return clouds.flatMap((cloud) => {
    const ofCloud = (name: string): boolean => isOfCloud(cloud.cloud, name);
    const targets = options.targets.filter(({ name }) => ofCloud(name));
    if (cloud.point === undefined || targets.length === 0) return [];
    return cloud.point(
      pointed.filter(({ target }) => ofCloud(target.name)),
      { ...options, targets },
    );
  });
}

function resultAt(
  image: ImagePlan,
  target: string,
  shown: readonly ShownInCloud[],
): pulumi.Input<TargetResult> | undefined {
  // an image may be in several clouds
  const inRun = shown.find(({ places }) =>
    places.some((place) => place.image === image && place.target.name === target),
  );
  const recorded = image.record?.targets[target];
  return inRun?.results.get(target) ?? (recorded === undefined ? undefined : { refs: recorded.refs, state: passed });
}
