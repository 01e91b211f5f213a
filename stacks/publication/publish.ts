import { Pointer } from "../../components/pointer.ts";
import { Publication } from "../../components/publication.ts";
import { ChannelIndex, type DebianProvider } from "../../components/resources.ts";
import { formatDay } from "../../images/model/day.ts";
import { compareVersions } from "../../images/model/version.ts";
import type { StackPolicy } from "../../images/plan/policy.ts";
import type { Plan } from "../../images/plan/types.ts";
import type { Tombstone } from "../../images/tree/record.ts";
import type { Remarks } from "../../images/tree/resources.ts";
import { pointAll } from "./clouds.ts";
import type { RegisteredSet } from "./current.ts";
import { pointersOf, tableText } from "./inputs.ts";
import { movementOf, orderOf, unlistedIn } from "./order.ts";
import type { PublishContext } from "./publish-image.ts";
import { contentsOf, digestOf, publishSet, waiting } from "./publish-set.ts";

interface PublishOptions extends Pick<PublishContext, "down" | "url"> {
  provider: DebianProvider;
  /** The index's pages tell of them. */
  remarks: Remarks;
}

/**
 * Registers one publication's resources, in the order of its transaction: images, gates, versions, pointers, index. Returns the
 * sets that have a directory in the tree, with what is registered of them.
 */
export function publish(
  plan: Plan,
  policy: StackPolicy,
  { provider, down, url, remarks }: PublishOptions,
): RegisteredSet[] {
  const { suite, channel, retention } = policy;
  const name = channelName(policy);
  const publication = new Publication(name, { suite, channel, retention }, { provider });
  const context: PublishContext = { ...policy, day: plan.day, down, url };
  const { beforePointers, afterPointers } = orderOf(plan.sets);

  const early = beforePointers.map((set) => publishSet(set, context, publication, provider, []));
  const risen = early.filter(({ set }) => movementOf(set) === "rises").flatMap(({ version }) => version ?? []);
  const unlist = unlistedIn(plan.sets);
  const pointer = new Pointer(
    name,
    { suite, channel, families: pointersOf(plan), ...(unlist.length > 0 && { unlist }), after: risen },
    { parent: publication },
  );
  const { latest } = pointer;
  const inClouds = pointAll(
    plan,
    early.flatMap(({ clouds }) => clouds),
    {
      name,
      channel: { suite, channel },
      targets: policy.targets,
      down,
      parent: pointer,
      after: early.flatMap(({ accesses }) => accesses),
    },
  );
  const pointers = [latest, ...inClouds];
  const late = afterPointers.map((set) => publishSet(set, context, publication, provider, pointers));
  const seen = [...early, ...late].flatMap(({ accesses }) => accesses);

  // an order that does not depend on which sets rise or fall, so that the next run has the same
  const sets = [...early, ...late].toSorted((a, b) => compareVersions(b.set.version, a.set.version));
  new ChannelIndex(
    name,
    {
      suite,
      channel,
      day: formatDay(plan.day),
      contents: digestOf([tableText(plan), latest.link, ...sets.flatMap(contentsOf)]),
      ...remarks,
      ...heldBy(policy),
      tombstones: plan.deletions.map(tombstoneInputs),
    },
    {
      parent: publication,
      dependsOn: [...pointers, ...seen, ...sets.flatMap(waiting).map(({ resource }) => resource)],
    },
  );
  return sets;
}

/** A tombstone as a resource takes it. */
const tombstoneInputs = ({ day, shown, ...rest }: Tombstone) => ({
  ...rest,
  day: formatDay(day),
  ...(shown === undefined ? {} : { shown: shown === null ? null : formatDay(shown) }),
});

/** The index shows that a person holds the release, for as long as that is so. */
const heldBy = ({ publish: { hold, reason } }: StackPolicy): { hold?: string } =>
  hold && reason !== null ? { hold: reason } : {};

export const channelName = (channel: Pick<StackPolicy, "suite" | "channel">): string =>
  `${channel.suite}-${channel.channel}`;
