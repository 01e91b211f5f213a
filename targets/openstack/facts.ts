import { UserError } from "../../images/model/errors.ts";
import { parseImageName } from "../../images/model/image.ts";
import type { Channel } from "../../images/model/definitions/channels.ts";
import type { ObservedTarget } from "../../images/plan/facts.ts";
import { isOpenstack, type OpenstackTarget } from "./model/target.ts";
import { connect, type Connection } from "../../clients/openstack/connection.ts";
import { findImages, type GlanceImage } from "../../clients/openstack/services/glance.ts";
import { findServers } from "../../clients/openstack/services/nova.ts";
import { isUnreachable, Refusal } from "../../clients/openstack/refusal.ts";
import { downAfter, readingLimits, readingSignal, reasonOf } from "../observing.ts";
import type { ObservedCloud, RecordedAtTarget, TargetFacts } from "../target.ts";
import { damagesIn } from "./drift.ts";
import { refuseOtherProject } from "./project.ts";

export const openstackFacts: TargetFacts = {
  cloud: "openstack",
  async observe(targets, channel, recorded) {
    const observed = targets
      .filter(isOpenstack)
      .map(async (target) => [target.name, await observeCloud(target, channel, recorded)] as const);
    return new Map(await Promise.all(observed));
  },
};

async function observeCloud(
  target: OpenstackTarget,
  channel: Channel,
  recorded: readonly RecordedAtTarget[],
): Promise<ObservedCloud> {
  try {
    return { observed: await readCloudImages(target, channel, recorded), warnings: [] };
  } catch (error) {
    return downAfter(error, { ...target, unreachable: isUnreachable(error) });
  }
}

async function readCloudImages(
  target: OpenstackTarget,
  channel: Channel,
  recorded: readonly RecordedAtTarget[],
): Promise<ObservedTarget> {
  const signal = readingSignal();
  const connection = await connect(target.openstack.cloud, { signal, limits: readingLimits });
  try {
    refuseOtherProject(connection, target.openstack);
    const images = await ownImages(connection, signal);
    refuseOtherChannel(target, channel, images);
    const damaged = damagesIn(images, recorded, target);
    return { ...(await neededIn(connection, images, signal)), damaged };
  } finally {
    connection.close();
  }
}

async function ownImages(connection: Connection, signal: AbortSignal): Promise<GlanceImage[]> {
  const query = { owner: connection.project.id, visibility: "all", signal } as const;
  const found = await Promise.all([false, true].map((hidden) => findImages(connection, { ...query, hidden })));
  return found.flat();
}

/** Daily and release images are in separate projects, so that no credentials can write both. */
function refuseOtherChannel(
  { openstack: { cloud } }: OpenstackTarget,
  channel: Channel,
  images: readonly GlanceImage[],
): void {
  const stranger = images.find(({ name }) => (parseImageName(name ?? "")?.channel ?? channel) !== channel);
  if (stranger === undefined) return;
  throw new UserError({
    where: `cloud ${cloud}: the project of the credentials`,
    value: stranger.name ?? "",
    expected: `a project without images of another channel than ${channel}`,
    remedy: "name the cloud of the other project, with credentials of its own; nothing was uploaded",
  });
}

/** Images that the project's own servers were started from; other projects' servers are not visible. */
async function neededIn(
  connection: Connection,
  images: readonly GlanceImage[],
  signal: AbortSignal,
): Promise<Pick<ObservedTarget, "state" | "reason" | "needed">> {
  const names = new Map(images.map(({ id, name }) => [id, name ?? ""]));
  try {
    const servers = names.size === 0 ? [] : await findServers(connection, {}, { signal });
    const needed = servers.flatMap(({ image, name }): [string, string][] => {
      const ours = names.get(image ?? "");
      return ours === undefined ? [] : [[ours, `the server ${name} was started from it`]];
    });
    return { state: "up", reason: "", needed: new Map(needed) };
  } catch (error) {
    if (error instanceof Refusal)
      return { state: "unknown", reason: `its servers cannot be listed: ${reasonOf(error)}`, needed: new Map() };
    // a cloud without Nova
    if (error instanceof UserError) return { state: "up", reason: "", needed: new Map() };
    throw error;
  }
}
