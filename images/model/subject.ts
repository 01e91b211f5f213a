/** What a resource belongs to. Policy, guard, report, approval and audit all use this answer. */
export type Subject =
  | ImageSubject
  /** `directory`: the set's directory in the tree. */
  | { of: "set"; set: string; part: "directory" | "gate" }
  | { of: "pointers" | "index" | "publication"; publication: string }
  /** `engine`: resources that Pulumi registers by itself. */
  | { of: "provider" | "engine" }
  /** No target knows the type. It is refused everywhere, unless a workload knows it. */
  | { of: "stranger" };

export interface ImageSubject {
  of: "image";
  image: string;
  /** `group`: the component; `files`: the files in the tree; `upload`: private bytes in a cloud; `access`: who sees them there. */
  part: "group" | "files" | "tests" | "upload" | "access";
  /** The targets of this part. Empty for `group` and `tests`, and where the name of a cloud's resource does not contain them. */
  targets: readonly string[];
}

/** A resource of a state, a saved plan or a registration; a saved plan has no inputs. */
export interface ResourceIdentity {
  type: string;
  name: string;
  inputs?: Readonly<Record<string, unknown>>;
}
