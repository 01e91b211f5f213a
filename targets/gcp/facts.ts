import { UserError } from "../../images/model/errors.ts";
import type { Channel } from "../../images/model/definitions/channels.ts";
import { listImages, type GoogleImage } from "../../clients/gcp/images.ts";
import { getBucket } from "../../clients/gcp/objects.ts";
import { getProject, isSharingRestricted, type GoogleProject } from "../../clients/gcp/project.ts";
import { mayPass, Refusal } from "../../clients/gcp/refusal.ts";
import { openSession, type Session, type SessionOptions } from "../../clients/gcp/session.ts";
import type { Room } from "../../images/plan/facts.ts";
import { downAfter, downCloud, readingLimits, readingSignal } from "../observing.ts";
import type { ObservedCloud, RecordedAtTarget, TargetFacts } from "../target.ts";
import { refuseAccount } from "./account.ts";
import { damagesIn } from "./drift.ts";
import { gcpNames } from "./model/names.ts";
import { debianLabels } from "./model/properties.ts";
import { isGcp, type GcpTarget } from "./model/target.ts";

export const gcpFactsWith = (options: SessionOptions): TargetFacts => ({
  cloud: "gcp",
  async observe(targets, channel, recorded) {
    const observed = targets
      .filter(isGcp)
      .map(async (target) => [target.name, await observeProject(target, channel, recorded, options)] as const);
    return new Map(await Promise.all(observed));
  },
});

export const gcpFacts: TargetFacts = gcpFactsWith({});

async function observeProject(
  target: GcpTarget,
  channel: Channel,
  recorded: readonly RecordedAtTarget[],
  options: SessionOptions,
): Promise<ObservedCloud> {
  try {
    return await readProject(target, channel, recorded, options);
  } catch (error) {
    return downAfter(error, { ...target, unreachable: error instanceof Refusal && mayPass(error) });
  }
}

async function readProject(
  target: GcpTarget,
  channel: Channel,
  recorded: readonly RecordedAtTarget[],
  options: SessionOptions,
): Promise<ObservedCloud> {
  const signal = readingSignal();
  const { project: id, serviceAccount, bucket } = target.gcp;
  const session = await openSession(id, { ...options, limits: { ...readingLimits, ...options.limits } });
  refuseAccount(session, serviceAccount);
  const project = await getProject(session, signal);
  await refuseBucket(session, project, bucket, signal);
  const images = await listImages(session, signal);
  refuseOtherChannel(session, channel, images);
  const room = roomIn(project, waitingIn(target, images, recorded));
  const warnings = room === undefined ? [`${target.name}: how many images Google allows there is unknown`] : [];
  const restricted = await isRestricted(session, signal);
  if (restricted === undefined)
    warnings.push(`${target.name}: whether its organisation allows public images is unknown`);
  const { damaged, unread } = await damagesIn(session, images, recorded, target, signal);
  if (restricted === true && !images.some(isOurs))
    return downCloud("its organisation's policy iam.allowedPolicyMemberDomains forbids public images", ...warnings);
  const state = unread === undefined ? "up" : "unknown";
  const observed = {
    state,
    reason: unread ?? "",
    damaged,
    needed: new Map(),
    ...(room !== undefined && { room }),
  } as const;
  return { observed, warnings };
}

const isOurs = ({ labels }: GoogleImage): boolean => debianLabels.digest in labels;

/** The bucket must be the project's own, because it holds private bytes. */
async function refuseBucket(
  session: Session,
  project: GoogleProject,
  bucket: string,
  signal: AbortSignal,
): Promise<void> {
  const { projectNumber } = await getBucket(session, bucket, signal);
  if (projectNumber === undefined || projectNumber === project.id) return;
  throw new UserError({
    where: `Google project ${session.project}: the project of the bucket ${bucket}`,
    value: projectNumber,
    expected: `${project.id}, the number of ${session.project}`,
    remedy: "name a bucket of this project as cloud-images:targets.gcp.bucket; nothing was uploaded",
  });
}

/** Daily and release images are in separate projects, so that no credentials can write both. */
function refuseOtherChannel({ project }: Session, channel: Channel, images: readonly GoogleImage[]): void {
  const stranger = images.find(({ labels }) => (labels[debianLabels.channel] ?? channel) !== channel);
  if (stranger === undefined) return;
  throw new UserError({
    where: `Google project ${project}`,
    value: stranger.name,
    expected: `a project without images of another channel than ${channel}`,
    remedy: "name the other project, with credentials of its own; nothing was uploaded",
  });
}

/**
 * The number of our images that are there and not shown yet. Google counts private images too, so showing these needs no room.
 */
function waitingIn(
  { name: target, gcp: { prefix } }: GcpTarget,
  images: readonly GoogleImage[],
  recorded: readonly RecordedAtTarget[],
): number {
  const there = new Set(images.map(({ name }) => name));
  return recorded.filter(({ image, record }) => {
    const { phase, days } = record.targets[target] ?? {};
    return phase === "made" && days?.shown === undefined && there.has(gcpNames(image, prefix).name);
  }).length;
}

/** Undefined where Google does not say it. */
function roomIn({ quotas }: GoogleProject, waiting: number): Room | undefined {
  const quota = quotas.find(({ metric }) => metric === "IMAGES");
  if (quota === undefined) return undefined;
  const { limit, usage } = quota;
  return { images: Math.max(0, limit - usage) + waiting, reason: `of the quota of ${limit} images ${usage} are there` };
}

/** Undefined where the credentials may not ask. */
async function isRestricted(session: Session, signal: AbortSignal): Promise<boolean | undefined> {
  try {
    return await isSharingRestricted(session, signal);
  } catch (error) {
    if (error instanceof Refusal && !signal.aborted) return undefined;
    throw error;
  }
}
