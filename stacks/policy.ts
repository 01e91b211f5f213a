import * as pulumi from "@pulumi/pulumi";
import { printable } from "../images/model/text/printable.ts";
import { judge, type Judge } from "../policy/ask.ts";
import { lookThrough } from "./inputs-seen.ts";

/**
 * Applies the rules of policy/ to every resource that is registered from now on, so call it first. A resource that breaks a rule is
 * refused before the engine sees it, also under a plain `pulumi up`.
 */
export function refuseViolations(): void {
  pulumi.runtime.registerStackTransformation(refusing(judge(), pulumi));
}

/** What a child inherits from its parent. */
interface Ancestry {
  /** The types as in URNs: `PARENT$TYPE`. */
  types: string;
  protect: boolean;
}

/** An output is judged when its value becomes known: in a preview perhaps never, in a run before the resource is made. */
function refusing(
  ask: Judge,
  { getStack, getProject }: Pick<typeof pulumi, "getStack" | "getProject">,
): pulumi.ResourceTransformation {
  const registered = new WeakMap<pulumi.Resource, Ancestry>();
  return ({ resource, type, name, props, opts }) => {
    const parent = opts.parent && registered.get(opts.parent);
    const types = parent === undefined ? type : `${parent.types}$${type}`;
    // the engine's own rule: a child is protected as its parent is, unless it says otherwise
    const protect = opts.protect ?? parent?.protect ?? false;
    registered.set(resource, { types, protect });
    const urn = `urn:pulumi:${getStack()}::${getProject()}::${types}::${name}`;
    const refuse = (seen: Readonly<Record<string, unknown>>): void => {
      const violations = ask({ type, name, urn, props: seen, protect });
      if (violations.length > 0) throw new pulumi.RunError(refusal(violations));
    };
    return { props: lookThrough(props, refuse), opts };
  };
}

const refusal = (violations: ReturnType<Judge>): string =>
  violations.map(({ rule, name, message }) => printable(`refused by policy, ${rule}: ${name}: ${message}`)).join("\n");
