import * as pulumi from "@pulumi/pulumi";
import type { OpenstackImage } from "./uploaded-image.ts";
import type { ImageAccess } from "./image-access.ts";
import { memberOf, type Member } from "../../images/model/image.ts";
import type { ImagePlan, SetPlan } from "../../images/plan/types.ts";
import type { Elsewhere } from "../../images/tree/resources.ts";
import { isOpenstack } from "./model/target.ts";
import { standingsAt } from "../../images/plan/set-record.ts";
import {
  accessInputs,
  cloudImages,
  isRising,
  knownOutcome,
  type CloudImage,
  type Outcome,
  type Reachable,
} from "./inputs.ts";

/** An image in a cloud, with the resource that has its bytes there. */
export interface Uploaded extends CloudImage {
  member: Member;
  resource: OpenstackImage;
}

/** An image with its resources, by target. */
interface InClouds {
  openstack: ReadonlyMap<string, OpenstackImage>;
}

/** Everything that a set has in the clouds. */
export const uploadsOf = (
  { images }: SetPlan,
  published: ReadonlyMap<Member, InClouds>,
  policy: Reachable,
): Uploaded[] => images.flatMap((image) => uploadsOfImage(image, published.get(memberOf(image.image)), policy));

const uploadsOfImage = (image: ImagePlan, published: InClouds | undefined, policy: Reachable): Uploaded[] =>
  cloudImages(image, policy).flatMap((each) => {
    const resource = published?.openstack.get(each.target.name);
    return resource === undefined ? [] : [{ ...each, member: memberOf(image.image), resource }];
  });

/** What the set's gate waits for: nothing of it is shown before all that is required is everywhere. */
export const awaited = (uploads: readonly Uploaded[]): pulumi.Resource[] =>
  uploads
    .filter((each) => each.target.required && each.image.required && knownOutcome(each) === undefined)
    .map(({ resource }) => resource.upload);

/** An image in a cloud, and what came of it there in this run. */
export interface Shown extends Uploaded {
  access: ImageAccess | undefined;
  outcome: pulumi.Input<Outcome>;
}

/** What came of making and testing each image. */
export type Verdicts = ReadonlyMap<Member, pulumi.Input<string>>;

/** Shows, hides and takes away, once what it waits for is done. What did not pass is not shown. */
export const showAll = (uploads: readonly Uploaded[], after: readonly pulumi.Resource[], verdicts: Verdicts): Shown[] =>
  uploads.map((each) => {
    const inputs = accessInputs(each);
    const access =
      inputs === undefined
        ? undefined
        : each.resource.show({ ...inputs, glanceId: glanceIdOf(each, uploads, verdicts) }, after);
    return { ...each, access, outcome: knownOutcome(each) ?? outcomeOf(each, access) };
  });

const passed = "passed";

/** A set is shown in a cloud as a whole, as far as it is required, or not yet. */
function glanceIdOf(each: Uploaded, uploads: readonly Uploaded[], verdicts: Verdicts): pulumi.Input<string | null> {
  const known = knownOutcome(each);
  if (known !== undefined) return known.standing === passed ? known.ref : null;
  const { glanceId } = each.resource.upload;
  if (!isRising(each)) return glanceId;
  const together = uploads.filter(
    (other) => other.target.name === each.target.name && other.image.required && isRising(other),
  );
  return pulumi
    .all([glanceId, verdicts.get(each.member), pulumi.all(together.map(({ resource }) => resource.upload.standing))])
    .apply(([id, verdict, standings]) =>
      [verdict, ...standings].every((standing) => standing === passed) ? id : null,
    );
}

/** For an image that must be hidden, the result is that of hiding it; for a lost one, nothing is expected. */
function outcomeOf(
  { resource: { upload }, standing }: Uploaded,
  access: ImageAccess | undefined,
): pulumi.Output<Outcome> {
  const { phase } = standing;
  const needsBytes = phase === "made" || phase === "current" || phase === "superseded" || phase === "hidden";
  return pulumi.all([upload.glanceId, upload.standing, access?.standing ?? passed]).apply(([ref, uploaded, seen]) => {
    if (phase === "lost") return { ref, standing: passed };
    return { ref, standing: needsBytes && uploaded !== passed ? uploaded : seen };
  });
}

/** Of images of which something changes. */
export const changedIn = (shown: readonly Shown[]): pulumi.Resource[] =>
  shown.flatMap((each) => (each.access === undefined || knownOutcome(each) !== undefined ? [] : [each.access]));

/** What the set's record is to say of each cloud; undefined where it has nothing in any. */
export function elsewhereOf(
  set: SetPlan,
  shown: readonly Shown[],
  { targets }: Pick<Reachable, "targets">,
): pulumi.Output<Record<string, Elsewhere>> | undefined {
  const told = targets.filter(isOpenstack).flatMap(({ name }) => {
    const images = standingsAt(set, name);
    if (images.length === 0) return [];
    const here = shown.filter(({ target }) => target.name === name);
    const outcomes = Object.fromEntries(here.map(({ member, outcome }) => [member, outcome]));
    return [[name, { images, outcomes }] as const];
  });
  return told.length === 0 ? undefined : pulumi.output(Object.fromEntries(told));
}
