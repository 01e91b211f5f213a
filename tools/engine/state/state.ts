import { z } from "zod";
import { sha256 } from "../../../images/approval/approval.ts";
import { UserError } from "../../../images/model/errors.ts";
import { askPulumi } from "../pulumi.ts";
import { relationsSchema, type Relations } from "./relations.ts";

/** A resource in the state. */
export interface ResourceState {
  inputs: Readonly<Record<string, unknown>>;
  outputs: Readonly<Record<string, unknown>>;
  /** URN of the component that it is a part of. */
  parent?: string;
  /** URN of its provider. */
  provider?: string;
}

export interface StackState {
  resources: ReadonlyMap<string, ResourceState>;
  relations: ReadonlyMap<string, Relations>;
  /** The URNs of resources that the engine refuses to delete. */
  protected: ReadonlySet<string>;
  /** Whether the state notes operations that a killed run had begun. */
  pending: boolean;
}

const properties = z.record(z.string(), z.unknown()).nullish();

/** The output of `pulumi stack export`, deployment format 3. */
const schema = z.object({
  deployment: z
    .object({
      resources: z
        .array(z.object({ urn: z.string(), inputs: properties, outputs: properties }).and(relationsSchema))
        .nullish(),
      pending_operations: z.array(z.unknown()).nullish(),
    })
    .nullish(),
});

/** Reads the stack's state. Throws a UserError if the engine cannot. */
export async function readState(stack: string, env: NodeJS.ProcessEnv): Promise<StackState> {
  const { ok, output } = await askPulumi(["stack", "export", "--stack", stack], env);
  if (!ok)
    throw new UserError({
      where: `stack ${stack}`,
      value: "",
      expected: "a state that the engine can read",
      remedy: "see the engine's error above",
    });
  return parseState(output);
}

export function parseState(exported: string): StackState {
  const { deployment } = schema.parse(JSON.parse(exported));
  const resources = new Map<string, ResourceState>();
  const relations = new Map<string, Relations>();
  for (const { urn, inputs, outputs, ...related } of deployment?.resources ?? []) {
    const { parent, provider } = related;
    relations.set(urn, related);
    resources.set(urn, {
      inputs: inputs ?? {},
      outputs: outputs ?? {},
      ...(parent && { parent }),
      // the state appends the provider's id
      ...(provider && { provider: provider.slice(0, provider.lastIndexOf("::")) }),
    });
  }
  return {
    resources,
    relations,
    protected: new Set([...relations].filter(([, { protect }]) => protect).map(([urn]) => urn)),
    pending: (deployment?.pending_operations ?? []).length > 0,
  };
}

/** A digest of all resources, equal until a run changes one. It leaves out the ciphertext of secrets, which differs each time. */
export const stateDigest = ({ resources }: StackState): string =>
  sha256(
    JSON.stringify(
      [...resources].toSorted(([a], [b]) => (a < b ? -1 : 1)),
      (key, value: unknown) => (key === "ciphertext" ? null : value),
    ),
  );
