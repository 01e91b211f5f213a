import * as pulumi from "@pulumi/pulumi";
import { isPlain, notKnown, Secret } from "../images/model/input-values.ts";

type Seen = Record<string, unknown>;

/**
 * Shows a resource's inputs to `look`: now, and again whenever the value of an output becomes known. Returns the inputs to
 * register; they reject if `look` throws.
 */
export function lookThrough(inputs: Readonly<Seen>, look: (seen: Readonly<Seen>) => void): Seen {
  const seen: Seen = {};
  const watched = Object.entries(inputs).map(([key, value]): [string, unknown] => [
    key,
    watch(value, { show: (found) => void (seen[key] = found), again: () => look(seen) }),
  ]);
  look(seen);
  return Object.fromEntries(watched);
}

interface Watcher {
  /** Receives the value as far as it is known, again each time that more becomes known. */
  show: (found: unknown) => void;
  again: () => void;
}

function watch(value: unknown, { show, again }: Watcher): unknown {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    show(notKnown);
    const output: pulumi.Output<unknown> = pulumi.output(value);
    return output.apply(async (found) => {
      show((await pulumi.isSecret(output)) ? new Secret(found) : found);
      again();
      return found;
    });
  }
  if (Array.isArray(value)) {
    const seen: unknown[] = [];
    show(seen);
    return value.map((each, index) => watch(each, { show: (found) => void (seen[index] = found), again }));
  }
  if (!isPlain(value)) {
    show(value);
    return value;
  }
  const seen: Seen = {};
  show(seen);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      watch(each, { show: (found) => void (seen[key] = found), again }),
    ]),
  );
}
