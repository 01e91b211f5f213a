import { z } from "zod";
import { sha256 } from "../../../images/approval/approval.ts";
import { UserError } from "../../../images/model/errors.ts";
import { askPulumi } from "../pulumi.ts";

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
  /** The URNs of resources that the engine refuses to delete. */
  protected: ReadonlySet<string>;
  /** Whether the state notes operations that a killed run had begun. */
  pending: boolean;
}

const properties = z.record(z.string(), z.unknown()).nullish();
const urn = z.string().nullish();

/** The output of `pulumi stack export`, deployment format 3. */
const schema = z.object({
  deployment: z
    .object({
      resources: z
        .array(
          z.object({
            urn: z.string(),
            inputs: properties,
            outputs: properties,
            parent: urn,
            provider: urn,
            protect: z.boolean().nullish(),
          }),
        )
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
  const resources = (deployment?.resources ?? []).map(
    ({ urn, inputs, outputs, parent, provider }): [string, ResourceState] => [
      urn,
      {
        inputs: inputs ?? {},
        outputs: outputs ?? {},
        ...(parent && { parent }),
        // the state appends the provider's id
        ...(provider && { provider: provider.slice(0, provider.lastIndexOf("::")) }),
      },
    ],
  );
  const kept = (deployment?.resources ?? []).filter(({ protect }) => protect === true).map((resource) => resource.urn);
  return {
    resources: new Map(resources),
    protected: new Set(kept),
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
