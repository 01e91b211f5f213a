import type { Problem } from "../../../../images/model/errors.ts";
import { memberOf, parseImageName, type Image } from "../../../../images/model/image.ts";
import type { Facts } from "../../../../images/plan/facts.ts";
import type { StackPolicy } from "../../../../images/plan/policy.ts";
import { nearest } from "../../../../images/config/nearest.ts";
import { keyName } from "../../../../images/config/problems.ts";

/** A channel that the stack publishes, and the configuration that names its versions and images. */
export interface NamingChannel {
  facts: Pick<Facts, "sets" | "tombstones" | "candidates">;
  policy: Pick<StackPolicy, "withdraw" | "allowDelete" | "acceptFlaky" | "keepReleased">;
}

const namingKeys = ["withdraw", "allowDelete", "acceptFlaky", "keepReleased"] as const;
type NamingKey = (typeof namingKeys)[number];

/**
 * Versions and images in the configuration that no channel of the stack has, ever had, or could make now: they are probably
 * mistyped, so that nothing happens to the intended images. Deleted and withdrawn images count as known.
 */
export function misnamed(channels: readonly NamingChannel[]): Problem[] {
  const named = namingKeys.flatMap((key) => namesUnder(key, channels).map((name) => ({ key, name })));
  if (named.length === 0) return [];
  const known = knownNames(channels);
  return named.filter(({ name }) => !known.has(name)).map(({ key, name }) => problem(key, name, [...known]));
}

/** Whether the problem is about a withdrawal, which must take effect at once. */
export const isMissedWithdrawal = ({ where }: Problem): boolean => where === keyName(["withdraw"]);

/** All channels of a stack have one configuration. */
const namesUnder = (key: NamingKey, channels: readonly NamingChannel[]): string[] => [
  ...new Set(channels.flatMap(({ policy }) => namesOf(policy[key]))),
];

const namesOf = (value: readonly string[] | Readonly<Record<string, string>>): readonly string[] =>
  isList(value) ? value : Object.keys(value);

const isList = (value: readonly string[] | Readonly<Record<string, string>>): value is readonly string[] =>
  Array.isArray(value);

/** Every version and version/vendor/arch, newest first. */
function knownNames(channels: readonly NamingChannel[]): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (image: Pick<Image, "version" | "vendor" | "arch">): void => {
    names.add(image.version).add(`${image.version}/${memberOf(image)}`);
  };
  for (const { facts } of channels) {
    for (const { image } of facts.candidates) add(image);
    for (const { version, images } of facts.sets) for (const image of images) add({ ...image, version });
    for (const { image } of facts.tombstones) {
      const parsed = parseImageName(image);
      if (parsed !== undefined) add(parsed);
    }
  }
  return new Set([...names].toSorted((a, b) => (a < b ? 1 : -1)));
}

const mostExamples = 3;

function problem(key: NamingKey, name: string, known: readonly string[]): Problem {
  const alternatives = alternativesTo(name, known);
  const near = nearestOf(name, alternatives);
  const others = alternatives.slice(0, mostExamples).join(", ");
  const hint = others === "" ? "this stack has no image yet" : `there are ${others}, for example`;
  return {
    where: keyName([key]),
    value: name,
    expected: "a version, or version/vendor/arch, that this stack has or had",
    remedy: `${near === undefined ? hint : `perhaps ${near} is meant`}; correct the key, or take it out`,
  };
}

/** The images of the set if the version is right, else all names of the same form. */
function alternativesTo(name: string, known: readonly string[]): readonly string[] {
  const alike = known.filter((each) => each.includes("/") === name.includes("/"));
  const ofItsSet = alike.filter((each) => each.startsWith(`${name.split("/", 1).join("")}/`));
  return ofItsSet.length > 0 ? ofItsSet : alike;
}

/** A prefix that all alternatives share is left out of the comparison. */
function nearestOf(name: string, alternatives: readonly string[]): string | undefined {
  const version = `${name.split("/", 1).join("")}/`;
  if (!alternatives.every((each) => each.startsWith(version))) return nearest(name, alternatives);
  const member = nearest(
    name.slice(version.length),
    alternatives.map((each) => each.slice(version.length)),
  );
  return member === undefined ? undefined : version + member;
}
