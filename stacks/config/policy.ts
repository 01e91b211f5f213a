import type { Channel } from "../../images/definitions/channels.ts";
import type { Suite } from "../../images/definitions/suites.ts";
import { mirrorTarget, type StackPolicy } from "../../images/stack-policy.ts";
import { rebootSources } from "../../images/decision/reboot.ts";
import type { PublicationSettings } from "./schema.ts";
import { targetsOf } from "./targets.ts";
import { bootTestsOf } from "./tests.ts";

/** The policy of one publication: what people decided for its suite and channel. */
export function policyOf(
  {
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
    targets: [mirrorTarget, ...targetsOf(targets)],
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
