import type * as pulumi from "@pulumi/pulumi";
import { formatDay } from "../../images/model/day.ts";
import type { AmphoraPlan, Failover } from "./model/plan.ts";
import { versionsIn } from "./model/properties.ts";
import type { ObservedCloud } from "./facts.ts";

/** One cloud in the stack's outputs. */
interface AmphoraSummary {
  release: string;
  /** The image of new load balancers after this run; null: the tagged image stays. */
  image: { name: string; id: pulumi.Output<string | null>; versions: Record<string, string> } | null;
  /** The image that Octavia booted before this run. */
  before: string | null;
  /** Load balancers that still run on another image; `openstack loadbalancer failover` moves them. */
  failovers: Failover[];
  /** By name, why an image stays. */
  kept: Record<string, string>;
  due: string[];
  /** `YYYY-MM-DD` */
  reevaluateBy: string;
}

export function amphoraOutputs(
  { wanted, current, failovers, kept, due }: AmphoraPlan,
  { policy: { release, reevaluateBy } }: ObservedCloud,
  id: pulumi.Output<string | null>,
): AmphoraSummary {
  return {
    release,
    image: wanted === null ? null : { name: wanted.name, id, versions: versionsOf(wanted) },
    before: current?.name ?? null,
    failovers,
    kept: Object.fromEntries(kept.map(({ image, reason }) => [image.name, reason])),
    due: due.map(({ name }) => name),
    reevaluateBy: formatDay(reevaluateBy),
  };
}

const versionsOf = ({ build, existing }: NonNullable<AmphoraPlan["wanted"]>): Record<string, string> =>
  build?.description.versions ?? versionsIn(existing?.properties ?? {});
