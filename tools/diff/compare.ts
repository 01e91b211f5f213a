import { diffImages, nothingKnown } from "../../images/releases/diff/diff.ts";
import type { ImageDiff } from "../../images/releases/diff/types.ts";
import { UserError } from "../../images/model/errors.ts";
import { memberOf } from "../../images/model/image.ts";
import type { InstalledPackage } from "../../images/packages/types.ts";
import type { SecurityFacts } from "../../images/releases/security/types.ts";
import type { PublicationSettings } from "../../stacks/config.ts";
import { packagesIn, securityOfSides } from "./security.ts";
import type { Operand, Side } from "./side.ts";

/** One image, before and after. */
export interface ComparedImage {
  /** `genericcloud/amd64`; for two files, their names. */
  name: string;
  before: readonly InstalledPackage[];
  after: readonly InstalledPackage[];
  diff: ImageDiff;
}

export interface Comparison {
  before: Operand;
  after: Operand;
  images: readonly ComparedImage[];
  /** Images that only one of two sets has. */
  onlyBefore: readonly string[];
  onlyAfter: readonly string[];
  /** How reliable the security data is; null if the stack names none. */
  security: SecurityFacts["sources"] | null;
}

/** Compares the images that both have, with the stack's security data. Throws a UserError if they have none in common. */
export async function compareOperands(
  before: Operand,
  after: Operand,
  settings: PublicationSettings,
): Promise<Comparison> {
  const pairs = pairsOf(before, after);
  const sides = pairs.flatMap((pair) => [pair.before, pair.after]);
  const suite = sides.findLast(({ image }) => image !== null)?.image?.suite ?? settings.suite;
  const security = suite === null ? null : await securityOfSides(suite, sides, settings);
  // files without a suite are compared as if of unstable, which has no point releases
  const knowledge = { ...(security ?? nothingKnown("sid")), suite: suite ?? "sid" };
  const images = pairs.map((pair): ComparedImage => {
    const [old, recent] = [packagesIn(pair.before, knowledge.archive), packagesIn(pair.after, knowledge.archive)];
    return { name: pair.name, before: old, after: recent, diff: diffImages(old, recent, knowledge) };
  });
  const compared = new Set(images.map(({ name }) => name));
  const alone = ({ sides }: Operand): string[] =>
    before.isSet && after.isSet ? sides.map(nameOf).filter((name) => !compared.has(name)) : [];
  return {
    before,
    after,
    images,
    onlyBefore: alone(before),
    onlyAfter: alone(after),
    security: security?.sources ?? null,
  };
}

const nameOf = ({ image, name }: Side): string => (image === null ? name : memberOf(image));

const namesOf = ({ sides }: Operand): string[] => sides.map(nameOf);

interface Pair {
  name: string;
  before: Side;
  after: Side;
}

/** Two single images are always compared; of a set, only the images that the other has too. */
function pairsOf(before: Operand, after: Operand): readonly Pair[] {
  const [first, last] = [before.sides[0], after.sides[0]];
  if (!before.isSet && !after.isSet && first !== undefined && last !== undefined)
    return [{ name: `${first.name} → ${last.name}`, before: first, after: last }];
  const others = new Map(after.sides.map((side) => [nameOf(side), side]));
  const pairs = before.sides.flatMap((side) => {
    const name = nameOf(side);
    const other = others.get(name);
    return other === undefined ? [] : [{ name, before: side, after: other }];
  });
  if (pairs.length > 0) return pairs;
  throw new UserError({
    where: before.name,
    value: namesOf(before).join(", "),
    expected: `an image that ${after.name} has too: ${namesOf(after).join(", ")}`,
    remedy: "name one image on each side, as 20260717-2542/genericcloud/amd64",
  });
}
