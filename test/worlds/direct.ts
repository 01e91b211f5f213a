import { readFile } from "node:fs/promises";
import path from "node:path";
import { textDigests } from "../../images/builds/text-digests.ts";
import { buildFile, parseBuildName } from "../../images/tree/files.ts";
import { memberOf, parseMember, setName, type Image, type Member } from "../../images/model/image.ts";
import { buildDigest, packagesDigest, parseBuild } from "../../images/builds/manifest.ts";
import type { Candidate, Facts } from "../../images/plan/facts.ts";
import { plan } from "../../images/plan/plan.ts";
import type { StackPolicy } from "../../images/plan/policy.ts";
import type { SetPlan } from "../../images/plan/types.ts";
import { resourceTypes } from "../../images/tree/resources.ts";
import { groupedStates, statesInTree } from "../../images/plan/target-states.ts";
import { parseVersion, versionDay } from "../../images/model/version.ts";
import { createProvider } from "../../provider/index.ts";
import type { Provider } from "../../provider-sdk/provider.ts";
import { filesInputs } from "../../stacks/publication/inputs.ts";
import type { Places } from "../../storage/tree/places.ts";
import { settledPolicy } from "./settled.ts";

const policy = settledPolicy("trixie");

/**
 * Publishes builds of one version into an empty tree, as our provider does in an `up`; the engine has no part in it. Throws where a
 * build does not pass.
 *
 * @param builds the base path of each build's files
 */
export async function publishDirectly(builds: readonly string[], places: Places, jobs: number): Promise<void> {
  const candidates = await Promise.all(builds.map(candidateOf));
  await carryOut(planOf(candidates), policy, places, jobs);
}

/** Makes the images of a set, and shows them in the tree. Throws where an image does not pass. */
export async function carryOut(set: SetPlan, policy: StackPolicy, places: Places, jobs: number): Promise<void> {
  const provider = createProvider({ report: () => undefined, warn: () => undefined });
  await provider.configure({ ...places, jobs });
  try {
    await Promise.all(set.images.map((image) => createFiles(provider, { set, image, policy })));
    const { suite, channel } = policy;
    const inputs = { suite, channel, version: set.version, images: groupedStates(statesInTree(set)), contents: "" };
    const name = setName({ suite, channel, version: set.version });
    await provider.create(urnOf(resourceTypes.version, name), inputs);
  } finally {
    await provider.cancel();
  }
}

async function candidateOf(base: string): Promise<Candidate> {
  const texts = await textsOf(base);
  const manifest = parseBuild(texts.json, base);
  const digest = buildDigest(manifest);
  return {
    image: imageOf(path.basename(base)),
    digest,
    packages: packagesDigest(manifest.data.packages),
    notInStable: null,
    source: base,
    brought: textDigests(texts),
  };
}

const textsOf = async (base: string) => ({
  json: await readFile(buildFile(base, "json"), "utf8"),
  info: await readFile(buildFile(base, "info"), "utf8"),
  "junit.xml": await readFile(buildFile(base, "junit.xml"), "utf8"),
  "dpkg-status": await readFile(buildFile(base, "dpkg-status"), "utf8"),
});

function imageOf(base: string): Image {
  const name = parseBuildName(base);
  const parts = parseMember(`${name?.vendor ?? ""}/${name?.arch ?? ""}`);
  const version = parseVersion(name?.version ?? "");
  if (parts === undefined || version === undefined) throw new RangeError(`not a build of ours: ${base}`);
  return { suite: policy.suite, channel: policy.channel, ...parts, version };
}

function planOf(candidates: readonly Candidate[]): SetPlan {
  const [first] = candidates;
  if (first === undefined) throw new RangeError("nothing to publish");
  const { suite, channel } = first.image;
  const required: Member[] = candidates.map(({ image }) => memberOf(image));
  const facts: Facts = { suite, channel, sets: [], tombstones: [], candidates, foreign: [], observed: new Map() };
  const [set] = plan(facts, { ...policy, expect: { required, bestEffort: [] } }, versionDay(first.image.version)).sets;
  if (set?.images.length !== candidates.length) throw new Error("the plan does not make every image");
  return set;
}

async function createFiles(
  provider: Provider,
  { set, image, policy }: { set: SetPlan; image: SetPlan["images"][number]; policy: StackPolicy },
): Promise<void> {
  const inputs = filesInputs(image, set, policy);
  if (inputs === undefined) throw new Error(`the plan does not make ${image.name}`);
  const { outputs } = await provider.create(urnOf(resourceTypes.imageFiles, image.name), inputs);
  if (outputs["outcome"] !== "passed") throw new Error(`${image.name}: ${String(outputs["outcome"])}`);
}

const urnOf = (type: string, name: string): string => `urn:pulumi:direct::cloud-images::${type}::${name}`;
