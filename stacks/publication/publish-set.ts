import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { Gate, Version, type DebianProvider } from "../../components/resources.ts";
import { memberOf, setName, type Member } from "../../images/model/image.ts";
import { groupedStates, statesInTree } from "../../images/plan/target-states.ts";
import type { SetPlan } from "../../images/plan/types.ts";
import { awaited, changedIn, cloudTargetsOf, showAll } from "./clouds.ts";
import type { RegisteredSet } from "./current.ts";
import { hasDirectory, hasOpenGate, isPublic, wasEverShown } from "./inputs.ts";
import { publishImages, type Files, type PublishContext } from "./publish-image.ts";

interface PublishedSet extends RegisteredSet {
  files: ReadonlyMap<Member, Files>;
  /** The accesses of its images in clouds that this run changes. */
  accesses: readonly pulumi.Resource[];
}

/** Registers one set: its images, its gate, their visibility in clouds, and the set's directory in the tree. */
export function publishSet(
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
      images: groupedStates(statesInTree(set)),
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

/** A required image without files counts as passed: it is gone, and the gate once opened with it. */
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

/** The images that are in the set's directory, or leave it in this run, in the order of their members. */
function shown({ set, files }: SetFiles): Files[] {
  return [...statesInTree(set).keys()].flatMap((member) => files.get(member) ?? []);
}

/** The images that wait in staging, which no directory has. */
export function waiting({ set, files }: SetFiles): Files[] {
  const standings = statesInTree(set);
  return [...files].filter(([member]) => !standings.has(member)).map(([, each]) => each);
}

/** The digests of what the index shows of a set: its record, and the images that wait in staging. */
export function contentsOf(set: PublishedSet): pulumi.Input<string>[] {
  const contents = waiting(set).map(({ content }) => content);
  return set.version === undefined ? contents : [set.version.digest, ...contents];
}

/** A plain text if all parts are, so that the digest makes no resource wait. */
export function digestOf(parts: readonly pulumi.Input<string>[]): pulumi.Input<string> {
  const known = parts.filter((part) => typeof part === "string");
  return known.length === parts.length ? digest(known) : pulumi.all([...parts]).apply(digest);
}

const digest = (texts: readonly string[]): string => createHash("sha256").update(texts.join("\n")).digest("hex");
