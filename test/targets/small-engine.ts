import * as pulumi from "@pulumi/pulumi";
import { expect } from "vitest";
import { imageName, memberOf } from "../../images/model/image.ts";
import type { ImagePlan, TargetPlan } from "../../images/plan/types.ts";
import type { Phase, TargetRecord } from "../../images/tree/record.ts";
import type { TargetResult } from "../../images/tree/resources.ts";
import { isListed } from "../../images/tree/visibility.ts";
import type { Properties, Provider } from "../../provider-sdk/provider.ts";
import { writeTombstone, urnOf } from "../../provider/mirror/world.fixture.ts";
import { showAll, uploadAll, type ShownInCloud } from "../../stacks/publication/clouds.ts";
import { recordOf } from "../samples/record-samples.ts";
import { day } from "../samples/samples.ts";
import type { TargetDriver } from "./driver.ts";

interface Held {
  urn: string;
  inputs: Properties;
  outputs: Properties;
}

/** What a run left behind in the engine's state and in the set's record. A run that was killed leaves what was there before. */
export interface Memory {
  state: ReadonlyMap<string, Held>;
  record: TargetRecord | undefined;
}

export const nothing: Memory = { state: new Map(), record: undefined };

export interface RunOptions {
  down?: string;
  target?: TargetDriver["target"];
  /** Whether the tombstone is written before anything is deleted, as the Index does it. */
  tombstoned?: boolean;
  /** How many machines do each step at the same time, as where the state's lock was broken. Default: 1. */
  machines?: number;
}

const days: TargetPlan["days"] = { made: day("2026-07-17"), shown: day("2026-07-17") };
/** Phases that an image may have at a target that never showed it. */
const unseen: readonly Phase[] = ["made", "held", "failed", "withdrawn"];

/**
 * Publishes one image at one target, by the program's own code. This function is in the engine's place: it has our provider, in this
 * process, create and update in the order of the dependencies, and then delete. After a step that failed no other is done.
 */
export async function runOnce(
  driver: TargetDriver,
  memory: Memory,
  phase: Phase,
  { down, target = driver.target, tombstoned = false, machines = 1 }: RunOptions = {},
): Promise<Memory & { result: TargetResult | undefined }> {
  const providers = await Promise.all(Array.from({ length: machines }, () => driver.provider()));
  const [provider] = providers;
  if (provider === undefined) throw new RangeError("no machine runs");
  const state = new Map<string, Held>();
  const failures: unknown[] = [];
  const register = async (type: string, name: string, inputs: Properties): Promise<Properties> => {
    if (type === groupType || failures.length > 0) return {};
    const key = `${type}::${name}`;
    try {
      const held = await onEach(providers, (each) => settle(each, urnOf(type, name), memory.state.get(key), inputs));
      state.set(key, held);
      return held.outputs;
    } catch (error) {
      failures.push(error);
      return {};
    }
  };
  await pulumi.runtime.setMocks(
    {
      newResource: async ({ type, name, inputs }) => ({
        id: name,
        state: await register(type, name, inputs as Properties),
      }),
      call: () => ({}),
    },
    "cloud-images",
    "trixie-daily",
    false,
  );
  const image = planned(driver, memory.record, phase, target.name);
  const reachable = { targets: [target], down: new Map(down === undefined ? [] : [[target.name, down]]) };
  const options = { parent: new Group(image.name), protectedAt: new Set<string>(), outcome: "passed", after: [] };
  const uploads = uploadAll(image, reachable, options, [driver.resources]);
  const shown = showAll(uploads, [], new Map([[memberOf(driver.image), "passed"]]));
  pointTo(driver, target, { image, phase, shown, down, parent: options.parent });
  await pulumi.runtime.disconnect();
  if (failures.length > 0) throw failures[0];
  if (tombstoned) await writeTombstone({ provider }, driver.image, driver.digest, driver.target.name);
  for (const [key, { urn, inputs, outputs }] of [...memory.state].toReversed())
    if (!state.has(key)) await onEach(providers, (each) => each.delete(urn, { ...inputs, ...outputs }));
  const result = await valueOf(shown.flatMap(({ results }) => results.get(target.name) ?? [])[0]);
  return { state, record: recordAfter(image, target.name, result), result };
}

/** Has each do the same at the same time. All must come to the same end: the state has one of them. */
async function onEach<Result>(
  providers: readonly Provider[],
  work: (provider: Provider) => Promise<Result>,
): Promise<Result> {
  const ends = await Promise.allSettled(providers.map(work));
  const failed = ends.find((end) => end.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  const done = ends.flatMap((end) => (end.status === "fulfilled" ? [end.value] : []));
  for (const each of done) expect(each).toEqual(done[0]);
  for (const each of done) return each;
  throw new RangeError("no machine runs");
}

interface Pointing {
  image: ImagePlan;
  phase: Phase;
  shown: readonly ShownInCloud[];
  down: string | undefined;
  parent: pulumi.Resource;
}

/** Makes the names that move lead to the image, where it is current, after it is shown. */
function pointTo(
  { resources, image: { suite, channel } }: TargetDriver,
  target: TargetDriver["target"],
  { image, phase, shown, down, parent }: Pointing,
): void {
  const result = shown.flatMap(({ results }) => results.get(target.name) ?? [])[0];
  const isPointed = phase === "current" && result !== undefined;
  resources.point?.(isPointed ? [{ target, image: image.image, down, result, repair: [] }] : [], {
    name: `${suite}-${channel}`,
    channel: { suite, channel },
    targets: [target],
    down: new Map(down === undefined ? [] : [[target.name, down]]),
    parent,
    after: shown.flatMap(({ access }) => access ?? []),
  });
}

const valueOf = (result: pulumi.Input<TargetResult> | undefined): Promise<TargetResult | undefined> =>
  new Promise((resolve) => {
    pulumi.output(result).apply(resolve);
  });

/** Creates or updates a resource. Returns what the state has of it then. */
async function settle(provider: Provider, urn: string, held: Held | undefined, inputs: Properties): Promise<Held> {
  if (held === undefined) return { urn, inputs, outputs: (await provider.create(urn, inputs)).outputs };
  const { changes, replaces } = await provider.diff(urn, held.outputs, inputs);
  if (replaces.length > 0) throw new Error(`${urn} would be replaced: ${replaces.join(", ")}`);
  return {
    urn,
    inputs,
    outputs: changes.length === 0 ? held.outputs : await provider.update(urn, held.outputs, inputs),
  };
}

const groupType = "debian:cloud:PublishedImage";

class Group extends pulumi.ComponentResource {
  constructor(name: string) {
    super(groupType, name);
    this.registerOutputs({});
  }
}

function planned(
  { image, digest }: TargetDriver,
  recorded: TargetRecord | undefined,
  phase: Phase,
  target: string,
): ImagePlan {
  const wasSeen = recorded?.days.shown !== undefined || !unseen.includes(phase);
  const plan: TargetPlan = {
    phase,
    reason: `${phase} in a test`,
    days: wasSeen ? days : { made: days.made },
    listed: isListed(phase),
    replacement: null,
    next: null,
    spared: null,
    repair: [],
  };
  const record = recordOf(image, { digest, targets: recorded === undefined ? {} : { [target]: recorded } });
  return {
    image,
    name: imageName(image),
    required: true,
    digest,
    packages: record.packages,
    record,
    candidate: null,
    targets: new Map([[target, plan]]),
  };
}

function recordAfter(image: ImagePlan, target: string, result: TargetResult | undefined): TargetRecord | undefined {
  const plan = image.targets.get(target);
  if (plan === undefined || result?.state !== "passed") return image.record?.targets[target];
  const { phase, reason, listed, days: planDays } = plan;
  return { phase, reason, listed, days: planDays, refs: result.refs };
}
