import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { Pointer } from "../components/pointer.ts";
import { Publication } from "../components/publication.ts";
import { PublishedImage } from "../components/published-image.ts";
import { ChannelIndex } from "../components/resources/channel-index.ts";
import { Gate } from "../components/resources/gate.ts";
import type { DebianProvider } from "../components/resources/provider.ts";
import { Version } from "../components/resources/version.ts";
import { formatDay } from "../images/day.ts";
import { memberOf, setName, type Member } from "../images/image.ts";
import type { ImagePlan, Plan, SetPlan } from "../images/plan/types.ts";
import type { StackPolicy } from "../images/stack-policy.ts";
import { leavesTree, movementOf, orderOf } from "./edges.ts";
import {
  filesInputs,
  hasDirectory,
  hasOpenGate,
  isPublic,
  phasesOf,
  pointersOf,
  standingsOf,
  tableText,
} from "./inputs.ts";

/** Registers one publication's resources, in the order of its transaction: images, gates, versions, pointers, index. */
export function publish(plan: Plan, policy: StackPolicy, provider: DebianProvider): void {
  const { suite, channel, retention } = policy;
  const name = channelName(policy);
  const publication = new Publication(name, { suite, channel, retention }, { provider });
  const { beforePointers, afterPointers } = orderOf(plan.sets);

  const early = beforePointers.map((set) => publishSet(set, policy, publication, provider, []));
  const risen = early.filter(({ set }) => movementOf(set) === "rises").flatMap(({ version }) => version ?? []);
  const { latest } = new Pointer(
    name,
    { suite, channel, families: pointersOf(plan), after: risen },
    { parent: publication },
  );
  const late = afterPointers.map((set) => publishSet(set, policy, publication, provider, [latest]));

  const sets = [...early, ...late];
  new ChannelIndex(
    name,
    {
      suite,
      channel,
      day: formatDay(plan.day),
      contents: digestOf([tableText(plan), latest.link, ...sets.flatMap(contentsOf)]),
      tombstones: plan.deletions.map((tombstone) => ({ ...tombstone, day: formatDay(tombstone.day) })),
    },
    { parent: publication, dependsOn: [latest] },
  );
}

interface PublishedSet {
  set: SetPlan;
  images: ReadonlyMap<Member, PublishedImage>;
  version: Version | undefined;
}

function publishSet(
  set: SetPlan,
  policy: StackPolicy,
  parent: pulumi.Resource,
  provider: DebianProvider,
  pointers: readonly pulumi.Resource[],
): PublishedSet {
  const images = new Map<Member, PublishedImage>();
  for (const image of set.images) {
    const published = publishImage(image, set, provider, leavesTree(image) ? pointers : []);
    if (published !== undefined) images.set(memberOf(image.image), published);
  }
  const name = setName({ suite: policy.suite, channel: policy.channel, version: set.version });
  const gate = hasOpenGate(set) ? new Gate(name, gateInputs(name, set, images), { parent }) : undefined;
  if (!hasDirectory(set)) return { set, images, version: undefined };
  const version = new Version(
    name,
    {
      suite: policy.suite,
      channel: policy.channel,
      version: set.version,
      images: standingsOf(set),
      contents: digestOf([...shownFiles(set, images)]),
    },
    { parent, protect: set.images.some(isPublic), dependsOn: [...(gate === undefined ? [] : [gate]), ...pointers] },
  );
  return { set, images, version };
}

function publishImage(
  image: ImagePlan,
  { expect }: SetPlan,
  provider: DebianProvider,
  after: readonly pulumi.Resource[],
): PublishedImage | undefined {
  const files = filesInputs(image, expect);
  if (files === undefined) return undefined;
  return new PublishedImage(
    image.name,
    { phases: phasesOf(image), files, after },
    { provider, protect: isPublic(image) },
  );
}

/** An image that is gone had passed, or the gate would not have opened. */
function gateInputs(set: string, { expect }: SetPlan, images: ReadonlyMap<Member, PublishedImage>) {
  const verdicts = expect.required.map((member) => [member, images.get(member)?.files.outcome ?? "passed"] as const);
  return { set, required: [...expect.required], verdicts: Object.fromEntries(verdicts) };
}

/** The records of the images that the set's directory holds or gives up. */
function shownFiles(set: SetPlan, images: ReadonlyMap<Member, PublishedImage>): pulumi.Output<string>[] {
  const shown = standingsOf(set);
  return [...images].filter(([member]) => member in shown).map(([, { files }]) => files.record);
}

/** What the index must follow: the set's record, and the records of what waits in staging. */
function contentsOf({ set, images, version }: PublishedSet): pulumi.Output<string>[] {
  const shown = standingsOf(set);
  const waiting = [...images].filter(([member]) => !(member in shown)).map(([, { files }]) => files.record);
  return version === undefined ? waiting : [version.digest, ...waiting];
}

function digestOf(parts: readonly pulumi.Input<string>[]): pulumi.Output<string> {
  return pulumi.all([...parts]).apply((texts) => createHash("sha256").update(texts.join("\n")).digest("hex"));
}

const channelName = (channel: Pick<StackPolicy, "suite" | "channel">): string => `${channel.suite}-${channel.channel}`;
