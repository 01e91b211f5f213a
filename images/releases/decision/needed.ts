import type { Day } from "../../model/day.ts";
import { suiteDefinition, type Suite } from "../../model/definitions/suites.ts";
import type { SecuritySource } from "../security/types.ts";

/**
 * The security data without which nothing can be said of the suite. Testing and unstable get no advisories; the LTS team's come
 * when the security team's support ends, and the older ones still count.
 */
export function neededSources(suite: Suite, day: Day): SecuritySource[] {
  const { endOfSecurity } = suiteDefinition(suite);
  if (endOfSecurity === null) return ["tracker", "archive"];
  return day > endOfSecurity ? ["dsa", "dla", "tracker", "archive"] : ["dsa", "tracker", "archive"];
}
