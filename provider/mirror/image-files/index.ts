import { contentOf, diskDigests, isSettled, outcomeOf } from "../../../images/tree/made.ts";
import type { ImageRecord } from "../../../images/tree/record.ts";
import { inTodaysKeys } from "../../../images/tree/former-keys.ts";
import {
  imageFilesInputs,
  imageFilesOutputs,
  type ImageFilesInputs,
  type ImageFilesOutputs,
} from "../../../images/tree/resources.ts";
import { UserError } from "../../../images/model/errors.ts";
import type { Image } from "../../../images/model/image.ts";
import { damageOf } from "../../../storage/tree/damage.ts";
import { ensurePlaces } from "../../../storage/tree/places.ts";
import { suspectsOf } from "../../../storage/tree/readings.ts";
import { writeStaged } from "../../../storage/tree/records.ts";
import { bestEffort } from "../../../provider-sdk/best-effort.ts";
import type { Kind, Operation } from "../../../provider-sdk/kind.ts";
import { withCloudStates } from "../cloud-targets.ts";
import { withTreeState } from "../target-states.ts";
import { directoryOf, findImage, imageNamed, type FoundImage } from "../../../storage/tree/find-image.ts";
import { makeImage } from "./make/make.ts";
import { settlePlace } from "./move-files.ts";
import { remove } from "./remove.ts";
import { repair } from "./repair/repair.ts";
import { changedKeys } from "../../../provider-sdk/changed.ts";
import type { Difference } from "../../../provider-sdk/provider.ts";

/** One image's files and its record: made in staging, moved into the tree by its set, put in quarantine, removed. */
export const imageFiles: Kind<ImageFilesInputs, ImageFilesOutputs> = {
  description: "One image's files: in staging, in the tree or in quarantine.",
  inputs: imageFilesInputs,
  outputs: imageFilesOutputs,
  id: ({ image }) => image,
  inTodaysKeys,
  diff,
  create: (operation, news) => makeOrAdopt(operation, news, news.making?.source),
  read,
  update: (operation, olds, news) => makeOrAdopt(operation, news, news.making?.source ?? olds.making?.source),
  delete: remove,
};

/** Brings one image to the state of its inputs, whether nothing, a part or all of it is there. */
function makeOrAdopt(operation: Operation, news: ImageFilesInputs, source?: string): Promise<ImageFilesOutputs> {
  const image = imageNamed(news.image);
  return operation.locks.run(news.image, async () => {
    await ensurePlaces(operation.places);
    const found = await findImage(operation.places, image);
    if (found === undefined) return make(operation, image, news);
    refuseOtherBytes(found, news);
    await adopt(operation, image, { found, news, source });
    return madeOutputs(news, found.record);
  });
}

/** A required image that cannot be made stops its set; another one is reported, and the next run tries again. */
const make = (operation: Operation, image: Image, news: ImageFilesInputs): Promise<ImageFilesOutputs> =>
  bestEffort(operation, {
    required: news.making?.required ?? true,
    async work() {
      const record = await makeImage(operation, image, news);
      const outputs = madeOutputs(news, record);
      if (outputs.outcome === "failed") operation.warn(`failed: ${record.attempts.at(-1)?.findings.join("; ") ?? ""}`);
      return outputs;
    },
    broken: (outcome) => ({ ...news, outcome, record: "" }),
  });

const madeOutputs = (news: ImageFilesInputs, record: ImageRecord): ImageFilesOutputs => ({
  ...news,
  outcome: outcomeOf(record),
  record: contentOf(record),
  ...(news.making !== undefined && { files: diskDigests(record) }),
});

function refuseOtherBytes({ record }: FoundImage, { image, digest }: ImageFilesInputs): void {
  if (record.digest === digest) return;
  throw new UserError({
    where: `${image}: digest`,
    value: digest,
    expected: `${record.digest}, as it is recorded: a version is never made again of other bytes`,
    remedy: "take the other build away, or give it a version of its own",
  });
}

interface Adoption {
  found: FoundImage;
  news: ImageFilesInputs;
  source: string | undefined;
}

async function adopt(operation: Operation, image: Image, { found, news, source }: Adoption): Promise<void> {
  const { staged, record } = found;
  if (staged !== undefined && news.standing !== undefined) {
    const updated = withCloudStates(withTreeState(record, image, news.standing), image, news.cloudTargets);
    await writeStaged(operation.places, { ...staged, image: updated });
  }
  await settlePlace(operation, image, { found, place: news.place });
  await repair(operation, image, { found, source });
}

/** The state, with its findings as outcome, so that a refresh leads to an update, which repairs. */
async function read({ places }: Operation, olds: ImageFilesOutputs): Promise<ImageFilesOutputs | undefined> {
  const image = imageNamed(olds.image);
  const found = await findImage(places, image);
  if (found === undefined) return olds.outcome.startsWith("broken") ? olds : undefined;
  const isSuspect = await suspectsOf(places, image);
  const damage = await damageOf(found.record.files, await directoryOf(places, image, found), image.version, isSuspect);
  if (damage.length === 0) return madeOutputs(olds, found.record);
  return { ...olds, outcome: `damaged: ${damage.map(({ finding }) => finding).join("; ")}` };
}

/** No change: the image's source, its state once the set's record has it, and a repair that is done. */
function diff(olds: ImageFilesOutputs, news: ImageFilesInputs): Difference {
  const replaces = changedKeys(olds, news, ["image", "digest"]);
  const changes: string[] = [...replaces, ...changedKeys(olds, news, ["place"])];
  if (news.place !== "tree" && news.standing !== undefined)
    changes.push(...changedKeys(olds, news, ["standing", "cloudTargets"]));
  if (news.repair !== undefined && news.repair.length > 0) changes.push("repair");
  if (!isSettled(olds.outcome)) changes.push("outcome");
  return { changes, replaces };
}
