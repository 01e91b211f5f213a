import type { ResourceValidationPolicy } from "@pulumi/policy";
import { credentialRule } from "../images/credentials.ts";
import { resourceTypes } from "../images/resources.ts";

/** Digests over other resources: unknown in a preview, and no text that a person wrote. */
const computed: readonly string[] = ["contents", "verdicts", "digest", "record", "outcome", "link"];
const ours: readonly string[] = Object.values(resourceTypes);

/** The paths of values that look like credentials, each with the rule that says so. */
export function plainCredentials(value: unknown, path = "", key = ""): string[] {
  if (typeof value === "string") {
    const rule = credentialRule(value, key);
    return rule === undefined ? [] : [`${path}: ${rule}`];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    plainCredentials(inner, path === "" ? name : `${path}.${name}`, name),
  );
}

export const noPlainCredential: ResourceValidationPolicy = {
  name: "no-plain-credential",
  description: "No input of a resource is a credential in plain text.",
  enforcementLevel: "mandatory",
  validateResource({ type, props }, report) {
    const skipped = ours.includes(type) ? computed : [];
    for (const key of Object.keys(props).filter((name) => !skipped.includes(name))) {
      for (const found of plainCredentials(props[key], key, key)) {
        report(`${found} in plain text; make it a Pulumi secret, or give it in the environment`);
      }
    }
  },
};
