/** What a resource is about: the one answer for policy, guard, report, approval and audit. */
export type Subject =
  | ImageSubject
  /** `directory`: the set's in the tree. */
  | { of: "set"; set: string; part: "directory" | "gate" }
  | { of: "pointers" | "index" | "publication"; publication: string }
  /** `engine`: what Pulumi registers by itself. */
  | { of: "provider" | "engine" }
  /** No target claims the type: refused wherever it is met, except where a workload claims it. */
  | { of: "stranger" };

export interface ImageSubject {
  of: "image";
  image: string;
  /** `group`: the component of all; `files`: in the tree; `upload`: private bytes in a cloud; `access`: who sees them there. */
  part: "group" | "files" | "tests" | "upload" | "access";
  /** Those that the part is at. Empty for `group` and `tests`, and where the name of a cloud's resource does not say it. */
  targets: readonly string[];
}

/** A resource as a state, a saved plan or a registration has it; a saved plan has no inputs. */
export interface ResourceIdentity {
  type: string;
  name: string;
  inputs?: Readonly<Record<string, unknown>>;
}
