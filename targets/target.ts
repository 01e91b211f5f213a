import type { ResourceIdentity } from "../images/model/subject.ts";

/** What a type of resource is to a target. `upload`: bytes that nobody else sees; `access`: who sees them. */
export type ResourceRole = "upload" | "access";

/** A resource with the inputs and outputs of its state. */
export interface ResourceInState extends ResourceIdentity {
  inputs: Readonly<Record<string, unknown>>;
  outputs: Readonly<Record<string, unknown>>;
}

/**
 * What is true of a cloud's resources: pure, and free of SDKs, because the policy pack, the guard and the report load it. One per
 * cloud, in `targets/<cloud>/model/`; `models.ts` lists them.
 */
export interface TargetModel {
  /** Begins the name of each of its targets: `openstack-partner`. */
  cloud: string;
  /** Every type that the target registers. A type that no model claims is refused. */
  types: Readonly<Record<string, ResourceRole>>;
  /** The image, and the targets at which the resource has it: by its inputs, or without inputs by its name. */
  subject(resource: ResourceIdentity): { image: string; targets: readonly string[] };
  /** The name under which the program registers a resource with these inputs. */
  nameOf(resource: Required<ResourceIdentity>): string;
  /** What of its inputs would show an image in a phase that is not public; each for a person. */
  exposure(resource: Pick<Required<ResourceIdentity>, "type" | "inputs">): string[];
  /** The inputs that `exposure` reads. */
  exposureReads: readonly string[];
  /** `nothing`: no upload was ever there; `part`: it was never whole. */
  holds(resource: ResourceInState): "nothing" | "part" | "whole";
}
