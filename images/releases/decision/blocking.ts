import { expectationOf } from "../../model/expectation.ts";
import { parseMember } from "../../model/image.ts";
import { unwantedIn } from "../../packages/package-rules.ts";
import { answer, type Case, type Rule } from "./case.ts";
import { downgradesAmong } from "./downgrades.ts";
import { downgradeText, heldBack } from "./reasons.ts";
import type { Day } from "../../model/day.ts";
import { suiteDefinition, type Suite } from "../../model/definitions/suites.ts";
import type { SecuritySource } from "../security/types.ts";

/** The packages of an image are not known. */
export const unreadableRule: Rule = (matter) => answer("hold", unreadableImages(matter));

/** The daily to promote breaks a package rule. */
export const packagesRule: Rule = (matter) => holdBack(matter, unwantedPackages(matter));

/** Stale or missing security data never means that there is nothing to fix. */
export const unknownSecurityRule: Rule = (matter) => holdBack(matter, unknownSecurity(matter));

/** A package would go backwards, and nobody wrote down why. */
export const downgradeRule: Rule = (matter) => holdBack(matter, unwrittenDowngrades(matter));

const holdBack = (matter: Case, reasons: readonly string[]) =>
  answer("hold", reasons.length === 0 ? [] : [...reasons, ...heldBack(matter)]);

export function unreadableImages({ last, candidate }: Case): string[] {
  if (candidate === null) return [];
  return [candidate, ...(last === null ? [] : [last])].flatMap(({ version, images }) =>
    [...images.keys()]
      .filter((member) => images.get(member) === null)
      .sort()
      .map((member) => `the packages of ${member} of ${version} cannot be read`),
  );
}

export function unwantedPackages({ candidate, policy }: Case): string[] {
  if (candidate === null) return [];
  return expectationOf(policy).required.flatMap((member) => {
    const [packages, parts] = [candidate.images.get(member), parseMember(member)];
    if (packages == null || parts === undefined) return [];
    return unwantedIn(policy.packages, parts.vendor, packages).map((why) => `${member} of ${candidate.version} ${why}`);
  });
}

export function unknownSecurity({ policy, security, today }: Case): string[] {
  return neededSources(policy.suite, today).flatMap((source) => {
    const { state, reason } = security.sources[source];
    return state === "fresh" ? [] : [`security data, ${source}: ${state}; ${reason}`];
  });
}

export const unwrittenDowngrades = ({ changes, policy }: Case): string[] =>
  downgradesAmong(changes, policy.release.downgrades)
    .filter(({ written }) => written === null)
    .map((downgrade) => `${downgradeText(downgrade)}; cloud-images:release.downgrades.${downgrade.name} may say it`);

/**
 * The security data that a decision about the suite needs. Testing and unstable have no advisories. After the security team's
 * support the LTS team's advisories are needed too, and the older ones still count.
 */
function neededSources(suite: Suite, day: Day): SecuritySource[] {
  const { endOfSecurity } = suiteDefinition(suite);
  if (endOfSecurity === null) return ["tracker", "archive"];
  return day > endOfSecurity ? ["dsa", "dla", "tracker", "archive"] : ["dsa", "tracker", "archive"];
}
