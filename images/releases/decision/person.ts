import { compareVersions, type Version } from "../../model/version.ts";
import { unknownSecurity, unreadableImages, unwantedPackages, unwrittenDowngrades } from "./blocking.ts";
import { answer, type Case, type Answer } from "./case.ts";
import { freezeOn, freezeText } from "./frozen.ts";
import { bringing, heldBack, quietChanges } from "./reasons.ts";

/**
 * The configuration's `publish`. A named version overrides the other rules, except three: no package goes backwards, no image
 * breaks `packages`, and no downgrade lacks a reason in `release.downgrades`. The person who named the version may not have
 * noticed a downgrade in it.
 */
export function personRule(matter: Case): Answer {
  const { policy, named } = matter;
  if (policy.publish.hold) return answer("hold", [`releases of ${policy.suite} are held`, ...heldBack(matter)]);
  return named === null ? null : force(matter, named);
}

function force(matter: Case, named: Version): Answer {
  const { last, candidate, policy } = matter;
  if (last !== null && compareVersions(named, last.version) < 0)
    return answer("hold", [`${named} is older than the last release, ${last.version}: never backwards`]);
  if (candidate === null) return answer("hold", [`${named} is no daily of ${policy.suite} that may be released`]);
  const refused = answer("hold", [...unwantedPackages(matter), ...unwrittenDowngrades(matter)]);
  if (refused !== null) return refused;
  const freeze = freezeOn(matter);
  const unknown = [
    ...unreadableImages(matter),
    ...unknownSecurity(matter),
    ...(freeze === undefined ? [] : [freezeText(freeze)]),
  ].map((reason) => `in spite of this: ${reason}`);
  return answer("publish", [...contents(matter), ...unknown]);
}

function contents(matter: Case): string[] {
  if (matter.last === null) return [`the first release of ${matter.policy.suite}`];
  const brought = bringing(matter);
  return brought.length === 0 ? [quietChanges(matter)] : brought;
}
