import type * as pulumi from "@pulumi/pulumi";
import { PublishedImage, type PublishedImageArgs } from "../../components/published-image.ts";
import { BootTest, type DebianProvider, type ImageFiles } from "../../components/resources.ts";
import type { BootTestInputs } from "../../images/boot-tests/test-resources.ts";
import type { Day } from "../../images/model/day.ts";
import { memberOf, type Member } from "../../images/model/image.ts";
import type { StackPolicy } from "../../images/plan/policy.ts";
import type { ImagePlan, SetPlan } from "../../images/plan/types.ts";
import { bootsDone, lastDecided } from "../../images/tree/attempts.ts";
import { contentOf, outcomeOf } from "../../images/tree/made.ts";
import type { Reachable } from "../../targets/image-at-target.ts";
import type { Upload } from "../../targets/target.ts";
import { bootTestInputs } from "./boot-tests.ts";
import { uploadAll } from "./clouds.ts";
import { filesInputs, isPublic, listedAt } from "./inputs.ts";
import { waitsForPointers } from "./order.ts";

/** The policy, and when and where it is carried out. */
export interface PublishContext extends StackPolicy, Reachable {
  /** Where readers find the tree's root. */
  url: string | null;
  day: Day;
}

/** One image's files and the outcome of making them. The outcome of a recorded image is known at once, so nothing waits for it. */
export interface Files {
  resource: ImageFiles;
  outcome: pulumi.Input<string>;
  content: pulumi.Input<string>;
}

interface Published {
  image: PublishedImage;
  files: Files;
}

/** Registers the images of a set that have files: the files, their uploads, and their boot tests. */
export function publishImages(
  set: SetPlan,
  policy: PublishContext,
  provider: DebianProvider,
  pointers: readonly pulumi.Resource[],
): Map<Member, Published> {
  const published = new Map<Member, Published>();
  for (const image of set.images) {
    const files = filesInputs(image, set, policy);
    if (files === undefined) continue;
    const after = waitsForPointers(image) ? pointers : [];
    published.set(memberOf(image.image), publishImage(image, { files, after }, policy, provider));
  }
  return published;
}

function publishImage(
  image: ImagePlan,
  args: Pick<PublishedImageArgs, "files" | "after">,
  context: PublishContext,
  provider: DebianProvider,
): Published {
  const { record } = image;
  const listed = listedAt(image);
  const protect = isPublic(image) && staysOnceMade(image);
  const upload = (parent: PublishedImage): readonly Upload[] =>
    uploadAll(image, context, {
      parent,
      // while the image is public at one target, it may be due for deletion at another
      protectedAt: new Set(protect ? listed : []),
      // known at once for a recorded image, so that nothing waits for its files
      outcome: record === null ? parent.files.outcome : outcomeOf(record),
      after: args.files.repair === undefined ? [] : [parent.files],
    });
  const parent = new PublishedImage(
    image.name,
    { ...args, image: image.image, listed, record, url: context.url, upload },
    { provider, protect },
  );
  const { files: resource } = parent;
  const files: Files =
    record === null
      ? { resource, outcome: resource.outcome, content: resource.record }
      : { resource, outcome: outcomeOf(record), content: contentOf(record) };
  const test = bootTestInputs(image, context.tests, context.day);
  return { image: parent, files: test === undefined ? files : testFiles(image, test, { files, parent }) };
}

/**
 * A killed run may leave a resource without files. Of a best-effort daily it must be removable, so such a daily is protected only
 * once it is recorded. A release is protected from the start, as policy/rules/release-protected.ts demands: the tree has its bytes.
 */
const staysOnceMade = ({ record, required, image }: ImagePlan): boolean =>
  record !== null || required || image.channel === "release";

/** The files with the outcome of their boot tests, which is known at once if all of them are done. */
function testFiles(
  { name, record }: ImagePlan,
  inputs: BootTestInputs,
  { files, parent }: { files: Files; parent: pulumi.Resource },
): Files {
  const isDone = record !== null && bootsDone(record) >= inputs.attempt;
  const dependsOn = isDone ? [] : [files.resource];
  const { outcome, record: content } = new BootTest(`${name}-boot-test`, inputs, { parent, dependsOn });
  return isDone ? { ...files, outcome: lastDecided(record)?.outcome ?? outcome } : { ...files, outcome, content };
}
