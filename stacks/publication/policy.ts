import type { Channel } from "../../images/model/definitions/channels.ts";
import type { Suite } from "../../images/model/definitions/suites.ts";
import { mirrorTarget } from "../../images/model/target.ts";
import { type StackPolicy } from "../../images/plan/policy.ts";
import { rebootSources } from "../../images/releases/decision/types.ts";
import type { PublicationSettings } from "./config/config.ts";
import { bootTestsOf } from "./config/tests.ts";

/** The policy of one publication: what people decided for its suite and channel. */
export function policyOf(
  {
    vendors,
    expect,
    retention,
    packages,
    dailyPublish,
    publish,
    release,
    withdraw,
    allowDelete,
    acceptFlaky,
    keepReleased,
    tests,
    builds,
    targets,
  }: PublicationSettings,
  { suite, channel }: { suite: Suite; channel: Channel },
): StackPolicy {
  return {
    suite,
    channel,
    vendors,
    targets: [mirrorTarget, ...Object.values(targets).flatMap((cloud) => cloud.targets)],
    expect,
    retention,
    packages,
    dailyPublish,
    publish: publishOf(publish),
    release: { ...release, reboot: [...rebootSources, ...release.reboot] },
    withdraw,
    allowDelete,
    acceptFlaky,
    keepReleased,
    tests: bootTestsOf(tests),
    gitlab: builds.gitlab,
  };
}

function publishOf({ version, reason }: PublicationSettings["publish"]): StackPolicy["publish"] {
  return version === "hold" ? { version: null, hold: true, reason } : { version, hold: false, reason };
}
