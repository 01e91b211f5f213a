import { credentialRule } from "../../images/credentials/credentials.ts";
import { resourceTypes } from "../../images/tree/resources.ts";
import type { Rule } from "../rule.ts";
import { isRecord, Secret } from "../../images/model/input-values.ts";

/** Digests over other resources: unknown in a preview, and no text that a person wrote. */
const computed: readonly string[] = ["contents", "verdicts", "digest", "record", "outcome", "link"];
const ours: readonly string[] = Object.values(resourceTypes);

/** The paths of values that look like credentials, each with the rule that says so. The name of a list is that of its elements. */
function plainCredentials(value: unknown, path = "", key = ""): string[] {
  if (typeof value === "string") {
    const rule = credentialRule(value, key);
    return rule === undefined ? [] : [`${path}: ${rule}`];
  }
  if (!isRecord(value) || value instanceof Secret) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    plainCredentials(inner, path === "" ? name : `${path}.${name}`, Array.isArray(value) ? key : name),
  );
}

export const noPlainCredential: Rule = {
  name: "no-plain-credential",
  description: "No input of a resource is a credential in plain text.",
  reads: [],
  tellsSecrets: true,
  violations({ type, props }) {
    const skipped = ours.includes(type) ? computed : [];
    return Object.keys(props)
      .filter((key) => !skipped.includes(key))
      .flatMap((key) => plainCredentials(props[key], key, key))
      .map((found) => `${found} in plain text; make it a Pulumi secret, or give it in the environment`);
  },
};
