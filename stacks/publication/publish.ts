import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { Pointer } from "../../components/pointer.ts";
import { Publication } from "../../components/publication.ts";
import { PublishedImage, type PublishedImageArgs } from "../../components/published-image.ts";
import {
  BootTest,
  ChannelIndex,
  Gate,
  type ImageFiles,
  type DebianProvider,
  Version,
} from "../../components/resources.ts";
import { bootsDone, lastDecided } from "../../images/tree/attempts.ts";
import { formatDay, type Day } from "../../images/model/day.ts";
import { memberOf, setName, type Member } from "../../images/model/image.ts";
import { contentOf, outcomeOf } from "../../images/tree/made.ts";
import type { ImagePlan, Plan, SetPlan } from "../../images/plan/types.ts";
import type { StackPolicy } from "../../images/plan/policy.ts";
import type { BootTestInputs } from "../../images/boot-tests/test-resources.ts";
import { groupedStandings } from "../../images/plan/target-states.ts";
import { compareVersions } from "../../images/model/version.ts";
import { movementOf, orderOf, unlistedIn, waitsForPointers } from "./order.ts";
import { bootTestInputs } from "./boot-tests.ts";
import {
  filesInputs,
  hasDirectory,
  hasOpenGate,
  isPublic,
  listedAt,
  pointersOf,
  tableText,
  wasEverShown,
} from "./inputs.ts";
import { standingsOf } from "../../images/plan/set-record.ts";
import type { Reachable } from "../../targets/image-at-target.ts";
import type { Upload } from "../../targets/target.ts";
import { awaited, changedIn, cloudTargetsOf, showAll, uploadAll } from "./clouds.ts";
import type { RegisteredSet } from "./current.ts";

export interface PublishOptions extends Pick<Reachable, "down"> {
  provider: DebianProvider;
  /** Where readers find the tree's root. */
  url: string | null;
}

/**
 * Registers one publication's resources, in the order of its transaction: images, gates, versions, pointers, index. Returns the
 * sets that have a directory in the tree, with what is registered of them.
 */
export function publish(plan: Plan, policy: StackPolicy, { provider, down, url }: PublishOptions): RegisteredSet[] {
  const { suite, channel, retention } = policy;
  const name = channelName(policy);
  const publication = new Publication(name, { suite, channel, retention }, { provider });
  const context: PublishContext = { ...policy, day: plan.day, down, url };
  const { beforePointers, afterPointers } = orderOf(plan.sets);

  const early = beforePointers.map((set) => publishSet(set, context, publication, provider, []));
  const risen = early.filter(({ set }) => movementOf(set) === "rises").flatMap(({ version }) => version ?? []);
  const unlist = unlistedIn(plan.sets);
  const { latest } = new Pointer(
    name,
    { suite, channel, families: pointersOf(plan), ...(unlist.length > 0 && { unlist }), after: risen },
    { parent: publication },
  );
  const late = afterPointers.map((set) => publishSet(set, context, publication, provider, [latest]));
  const seen = [...early, ...late].flatMap(({ accesses }) => accesses);

  // in an order that the next run has too, when nothing rises or falls any more
  const sets = [...early, ...late].toSorted((a, b) => compareVersions(b.set.version, a.set.version));
  new ChannelIndex(
    name,
    {
      suite,
      channel,
      day: formatDay(plan.day),
      contents: digestOf([tableText(plan), latest.link, ...sets.flatMap(contentsOf)]),
      ...heldBy(policy),
      tombstones: plan.deletions.map((tombstone) => ({ ...tombstone, day: formatDay(tombstone.day) })),
    },
    { parent: publication, dependsOn: [latest, ...seen, ...sets.flatMap(waiting).map(({ resource }) => resource)] },
  );
  return sets;
}

/** A person's word to hold stays in the index for as long as it holds. */
const heldBy = ({ publish: { hold, reason } }: StackPolicy): { hold?: string } =>
  hold && reason !== null ? { hold: reason } : {};

interface PublishedSet extends RegisteredSet {
  files: ReadonlyMap<Member, Files>;
  /** What changes in this run of who sees its images in clouds. */
  accesses: readonly pulumi.Resource[];
}

/** One image's files, and what came of making them: known beforehand of a recorded image, so that nothing waits for those that rest. */
interface Files {
  resource: ImageFiles;
  outcome: pulumi.Input<string>;
  content: pulumi.Input<string>;
}

/** The policy, and when and where it is carried out. */
interface PublishContext extends StackPolicy, Reachable, Pick<PublishOptions, "url"> {
  day: Day;
}

function publishSet(
  set: SetPlan,
  policy: PublishContext,
  parent: pulumi.Resource,
  provider: DebianProvider,
  pointers: readonly pulumi.Resource[],
): PublishedSet {
  const published = publishImages(set, policy, provider, pointers);
  const files = new Map([...published].map(([member, { files: each }]) => [member, each]));
  const name = setName({ suite: policy.suite, channel: policy.channel, version: set.version });
  const images = set.images.flatMap((plan) => {
    const component = published.get(memberOf(plan.image))?.image;
    return component === undefined ? [] : [{ plan, component }];
  });
  const uploads = images.flatMap(({ component }) => component.uploads);
  const gate = hasOpenGate(set)
    ? new Gate(name, gateInputs(name, set, files), { parent, dependsOn: awaited(uploads) })
    : undefined;
  const gates = gate === undefined ? [] : [gate];
  const shownInClouds = showAll(
    uploads,
    [...gates, ...pointers],
    new Map([...files].map(([member, { outcome }]) => [member, outcome])),
  );
  const accesses = changedIn(shownInClouds);
  const registered = { set, images, clouds: shownInClouds };
  if (!hasDirectory(set)) return { ...registered, files, version: undefined, accesses };
  const cloudTargets = cloudTargetsOf(set, shownInClouds, policy);
  const inDirectory = shown({ set, files });
  const version = new Version(
    name,
    {
      suite: policy.suite,
      channel: policy.channel,
      version: set.version,
      images: groupedStandings(standingsOf(set)),
      ...(cloudTargets === undefined ? {} : { cloudTargets }),
      contents: digestOf(inDirectory.map(({ content }) => content)),
    },
    {
      parent,
      protect: set.images.some(isPublic),
      dependsOn: [...gates, ...inDirectory.map(({ resource }) => resource), ...pointers],
    },
  );
  return { ...registered, files, version, accesses };
}

interface Published {
  image: PublishedImage;
  files: Files;
}

function publishImages(
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
      // in a cloud it may be hidden, and due to go, while it is public at another target
      protectedAt: new Set(protect ? listed : []),
      // known beforehand of a recorded image: then nothing waits for files that rest
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
 * An interrupted daily leaves a resource without files; it must be removable if no other image waits for it. A release is
 * protected from its first run on, as policy/rules/release-protected.ts demands: its bytes are in the tree already.
 */
const staysOnceMade = ({ record, required, image }: ImagePlan): boolean =>
  record !== null || required || image.channel === "release";

/** Files that count as what their boots came to: known beforehand where the image was booted as often as it has to be. */
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

/** An image that is gone had passed, or the gate would not have opened. */
function gateInputs(name: string, set: SetPlan, files: ReadonlyMap<Member, Files>) {
  const { expect } = set;
  const verdicts = expect.required.map((member) => [member, files.get(member)?.outcome ?? "passed"] as const);
  const outcomes = [...files].map(([member, { outcome }]) => [member, outcome] as const);
  return {
    set: name,
    required: [...expect.required],
    verdicts: Object.fromEntries(verdicts),
    ...(expect.required.length === 0 && !wasEverShown(set) && { anyOf: Object.fromEntries(outcomes) }),
  };
}

type SetFiles = Pick<PublishedSet, "set" | "files">;

/** The images that the set's directory holds or gives up, in the order of their members. */
function shown({ set, files }: SetFiles): Files[] {
  return [...standingsOf(set).keys()].flatMap((member) => files.get(member) ?? []);
}

/** The images that wait in staging: no directory tells of them. */
function waiting({ set, files }: SetFiles): Files[] {
  const standings = standingsOf(set);
  return [...files].filter(([member]) => !standings.has(member)).map(([, each]) => each);
}

/** What the index must follow: the set's record, and what waits in staging. */
function contentsOf(set: PublishedSet): pulumi.Input<string>[] {
  const contents = waiting(set).map(({ content }) => content);
  return set.version === undefined ? contents : [set.version.digest, ...contents];
}

/** Known at once where its parts are, so that it makes no resource wait for another. */
function digestOf(parts: readonly pulumi.Input<string>[]): pulumi.Input<string> {
  const known = parts.filter((part) => typeof part === "string");
  return known.length === parts.length ? digest(known) : pulumi.all([...parts]).apply(digest);
}

const digest = (texts: readonly string[]): string => createHash("sha256").update(texts.join("\n")).digest("hex");

const channelName = (channel: Pick<StackPolicy, "suite" | "channel">): string => `${channel.suite}-${channel.channel}`;
