import { mkdir, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { UserError } from "../../../../images/model/errors.ts";
import { isMember, setDirectory, type Image } from "../../../../images/model/image.ts";
import { staging } from "../../../../images/tree/layout.ts";
import { recordsApi, type Attempt, type ImageRecord } from "../../../../images/tree/record.ts";
import type { ImageFilesInputs, TargetState } from "../../../../images/tree/resources.ts";
import { formatDay, parseDay, type Day } from "../../../../images/model/day.ts";
import { versionDay } from "../../../../images/model/version.ts";
import { syncDirectory } from "../../../../storage/files/atomic.ts";
import { makeFolder } from "../../../../storage/files/folders.ts";
import { inStaging } from "../../../../storage/tree/places.ts";
import { writeStaged } from "../../../../storage/tree/records.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { withCloudStates } from "../../cloud-targets.ts";
import { withTreeState } from "../../target-states.ts";
import { directoriesOf, entriesOf } from "../../../../storage/tree/find-image.ts";
import type { Made } from "./make-files.ts";
import { Rejection } from "../rejection.ts";
import { makeInWorker } from "./run-worker.ts";

type MakingInputs = NonNullable<ImageFilesInputs["making"]>;

/**
 * Makes an image in a directory of its own, moves it to its set's and writes its record, which makes it remembered.
 * Bytes that are wrong give a record too: of a failed image without files. Anything else that goes wrong is thrown.
 */
export async function makeImage(operation: Operation, image: Image, news: ImageFilesInputs): Promise<ImageRecord> {
  const { making } = news;
  if (making === undefined)
    throw new UserError({
      where: news.image,
      value: "",
      expected: "its record and files in the tree or in staging, or a build to make it of",
      remedy: "bring back the tree and staging that this stack was run with, or the build's artifact",
    });
  const directory = inStaging(operation.places, staging.work(news.image));
  return operation.slots.run(operation.signal, async () => {
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true, mode: 0o700 });
    try {
      const made = await madeOrRejected(operation, { image, news, making, directory });
      return await commit(operation, { image, news, making, made, directory });
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
}

interface Work {
  image: Image;
  news: ImageFilesInputs;
  making: MakingInputs;
  directory: string;
}

async function madeOrRejected(operation: Operation, work: Work): Promise<Made | Rejection> {
  const { image, news, making, directory } = work;
  const { source, gitlab, ownVendor, brought = {} } = making;
  const job = { image: { ...image, ownVendor }, digest: news.digest, source, brought, directory, gitlab };
  const { places, signal, report } = operation;
  try {
    const task = making.promotes ? ({ kind: "promote", job, places } as const) : ({ kind: "make", job } as const);
    return await makeInWorker(task, signal, report);
  } catch (error) {
    if (error instanceof Rejection) return error;
    throw error;
  }
}

async function commit(operation: Operation, work: Work & { made: Made | Rejection }): Promise<ImageRecord> {
  const { image, news, making, made, directory } = work;
  const record = recordOf(image, news, making, made);
  return operation.locks.run(setDirectory(image), async () => {
    const files = directoriesOf(operation.places, image).staging;
    await makeFolder(operation.places, files);
    for (const leftover of await entriesOf(image, files)) await rm(leftover, { recursive: true });
    if (!(made instanceof Rejection)) {
      for (const path of await entriesOf(image, directory)) await rename(path, join(files, basename(path)));
      await syncDirectory(files);
    }
    const { suite, channel, version } = image;
    await writeStaged(operation.places, {
      apiVersion: recordsApi,
      suite,
      channel,
      kind: "StagedImage",
      version,
      expect: expectationOf(making),
      decision: making.decision,
      image: record,
    });
    return record;
  });
}

const madeOn = (image: Image, { standing, making }: ImageFilesInputs): Day =>
  parseDay(standing?.days.made ?? making?.day ?? "") ?? versionDay(image.version);

const justMade = (day: string): TargetState => ({ phase: "made", reason: "made", listed: false, days: { made: day } });

function recordOf(image: Image, news: ImageFilesInputs, making: MakingInputs, made: Made | Rejection): ImageRecord {
  const rejected = made instanceof Rejection;
  const attempt: Attempt = {
    day: madeOn(image, news),
    outcome: rejected ? "failed" : "passed",
    final: rejected,
    findings: rejected ? [...made.findings] : [],
  };
  const record: ImageRecord = {
    name: news.image,
    vendor: image.vendor,
    arch: image.arch,
    ...(making.ownVendor && { ownVendor: making.ownVendor }),
    digest: news.digest,
    packages: making.packages,
    files: rejected ? [] : made.files,
    attempts: [attempt],
    ...(making.boot && { boot: making.boot }),
    build: rejected ? { job: null, commit: null, command: null, noLog: "its build was refused" } : made.build,
    notInStable: making.notInStable,
    targets: {},
  };
  const inTree = withTreeState(record, image, news.standing ?? justMade(formatDay(madeOn(image, news))));
  return withCloudStates(inTree, image, news.cloudTargets);
}

const expectationOf = ({ expect }: MakingInputs) => ({
  required: expect.required.filter(isMember),
  bestEffort: expect.bestEffort.filter(isMember),
});
