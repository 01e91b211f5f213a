import * as pulumi from "@pulumi/pulumi";
import { DebianProvider } from "../../components/resources.ts";
import { UserError } from "../../images/model/errors.ts";
import { channelDirectory } from "../../images/model/image.ts";
import type { Facts } from "../../images/plan/facts.ts";
import { plan } from "../../images/plan/plan.ts";
import type { Plan } from "../../images/plan/types.ts";
import type { StackPolicy } from "../../images/plan/policy.ts";
import type { Remarks } from "../../images/tree/resources.ts";
import { refuseUnapproved } from "./approval.ts";
import type { PublicationSettings } from "../config.ts";
import { onDayOf, readHanded } from "./facts/approval.ts";
import { readFacts, type StackFacts } from "./facts/tree/index.ts";
import { isMissedWithdrawal } from "./facts/tree/misnamed.ts";
import { ownerOf, settleOwner } from "./facts/tree/tree-owner.ts";
import { removeUnfinished } from "./facts/tree/unfinished.ts";
import { dueOf } from "./guard-rule.ts";
import { guardDeletions } from "./guard.ts";
import { summaryOf, type Summary } from "./outputs.ts";
import { currentImages, type CurrentImages } from "./current.ts";
import { channelName, publish } from "./publish.ts";
import { report } from "../report.ts";

/** The stack's outputs: docs/stack-outputs.md. */
interface Outputs extends Omit<Summary, "images"> {
  images: Record<string, Summary["images"][string] & { current: CurrentImages }>;
}

/** Publishes the suite and channel of the stack; without them, all that the tree and the artifacts have. */
export async function publication(settings: PublicationSettings): Promise<Outputs> {
  const allowDeletions = guardDeletions();
  // first of all, so that the engine starts its process while the facts are read
  const debian = debianProvider(settings);
  const handed = await readHanded(settings, pulumi.getStack());
  const read = await readFacts(handed === null ? settings : onDayOf(settings, handed.approval));
  refuseFromAfar(read, settings);
  refuseMissedWithdrawals(read);
  await refuseOtherPublisher(read, settings);
  await clearWork(settings);

  const planned = read.publications.map(({ facts, policy, refusals, remarks }) => ({
    facts,
    policy,
    refusals,
    plan: plan(facts, policy, read.day),
    // the engine holds an approved run to the inputs that were shown
    remarks: handed === null ? remarks : (handed.approval.remarks?.[channelName(policy)] ?? {}),
  }));
  if (!pulumi.runtime.isDryRun())
    refuseUnapproved({
      stack: pulumi.getStack(),
      channel: settings.channel,
      handed,
      plans: planned.map((each) => each.plan),
    });
  const summary = summaryOf(read.refusals, planned);
  await report(summary.refusals, [...read.warnings, ...planned.flatMap((each) => each.plan.warnings)]);

  const tombstones = read.publications.flatMap(({ facts }) => facts.tombstones);
  allowDeletions(
    dueOf(
      planned.map((each) => each.plan),
      tombstones,
    ),
  );
  const current = registerPublications(planned, { debian, url: settings.mirror.url });
  const images = Object.entries(summary.images).map(([channel, each]): [string, Outputs["images"][string]] => [
    channel,
    { ...each, current: current[channel] ?? {} },
  ]);
  return { ...summary, images: Object.fromEntries(images) };
}

interface Planned {
  facts: Facts;
  plan: Plan;
  policy: StackPolicy;
  remarks: Remarks;
}

/** Registers the provider of our own resources. */
export function debianProvider({
  mirror,
  retention,
  security,
}: Pick<PublicationSettings, "mirror" | "retention" | "security">): DebianProvider {
  const lists = [security.dsa, security.dla].filter((place) => place !== null);
  return new DebianProvider("debian", {
    tree: mirror.root,
    staging: mirror.staging,
    dailiesGoAfter: retention.deleteAfter.mirror,
    dailiesHideAfter: retention.hideAfter,
    ...(mirror.url !== null && { url: mirror.url }),
    ...(lists.length > 0 && { advisories: JSON.stringify(lists) }),
    ...(mirror.sign && { sign: JSON.stringify(mirror.sign) }),
  });
}

/** Registers the resources of all plans. Returns the current images, by channel. */
export const registerPublications = (
  planned: readonly Planned[],
  { debian, url }: { debian: DebianProvider; url: string | null },
): Record<string, CurrentImages> =>
  Object.fromEntries(
    planned.map(({ facts, plan, policy, remarks }) => {
      const sets = publish(plan, policy, { provider: debian, down: downIn(facts), url, remarks });
      return [channelDirectory(policy), currentImages(plan, sets)];
    }),
  );

/** By target that is down, why. */
const downIn = ({ observed }: Facts): ReadonlyMap<string, string> =>
  new Map([...observed].filter(([, { state }]) => state === "down").map(([target, { reason }]) => [target, reason]));

/** A run that ignored a withdrawal would look as if it had carried it out, so it is refused. A preview only reports it. */
function refuseMissedWithdrawals({ refusals }: StackFacts): void {
  const missed = refusals.filter(isMissedWithdrawal);
  if (missed.length > 0 && !pulumi.runtime.isDryRun()) throw new UserError(...missed);
}

async function refuseOtherPublisher(
  { remote, publications }: StackFacts,
  settings: PublicationSettings,
): Promise<void> {
  if (remote) return;
  const stack = ownerOf(pulumi.getStack(), process.env);
  const channels = publications.map(({ facts: { suite, channel } }) => ({ suite, channel }));
  await settleOwner(settings, channels, { stack, isRun: !pulumi.runtime.isDryRun() });
}

/** The engine holds the stack's lock, so nobody is making the half-made images that are left. */
async function clearWork(settings: PublicationSettings): Promise<void> {
  if (pulumi.runtime.isDryRun()) return;
  const names = await removeUnfinished(settings);
  for (const name of names) await pulumi.log.info(`removed, half made by a killed run: ${name}`);
}

function refuseFromAfar({ remote }: StackFacts, { mirror }: PublicationSettings): void {
  if (!remote || pulumi.runtime.isDryRun()) return;
  throw new UserError({
    where: "cloud-images:mirror.root",
    value: mirror.root,
    expected: "the served tree on a local path, since a run writes into it",
    remedy: "run where the tree is; for a new tree, make the folder first",
  });
}
