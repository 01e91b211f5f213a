import { credentialLines } from "../../images/credentials/credentials.ts";
import type { Rule } from "../rule.ts";
import { isRecord } from "../../images/model/input-values.ts";

/** The names that user data has among the clouds' resources. */
const names: readonly string[] = [
  "userData",
  "userDataBase64",
  "customData",
  "user-data",
  // Google's, run at each start
  "startup-script",
  "metadataStartupScript",
];

/** Whoever can ask the metadata service reads a server's user data: the lines of it that look like credentials, by number. */
export function secretLines(text: string): string[] {
  return [text, decoded(text)].flatMap((version) =>
    credentialLines(version).map(({ line, rule }) => `line ${line}: ${rule}`),
  );
}

/** The decoded text; empty where it is no base64. */
const decoded = (text: string): string =>
  /^[A-Za-z0-9+/\s]{16,}={0,2}\s*$/.test(text) ? Buffer.from(text, "base64").toString() : "";

export const noSecretInUserData: Rule = {
  name: "no-secret-in-user-data",
  description: "No server's user data holds a secret: everything that runs on it can read them.",
  reads: [...names, "metadata", "extendedMetadata"],
  byValue: true,
  violations: ({ props }) =>
    userDataOf(props).flatMap(([name, text]) =>
      secretLines(text).map(
        (line) => `${name}, ${line}; give the server its secret once it runs, as workloads/runner/README.md does`,
      ),
    ),
};

/**
 * Judges the resource and nested values, for example `metadata` and `extendedMetadata` of other clouds' servers. The server
 * reads a Pulumi secret in clear.
 */
function userDataOf(props: Readonly<Record<string, unknown>>, path = ""): [string, string][] {
  return Object.entries(props).flatMap(([name, value]): [string, string][] => {
    const at = path === "" ? name : `${path}.${name}`;
    if (typeof value === "string") return names.includes(name) ? [[at, value]] : [];
    return isRecord(value) ? userDataOf(value, at) : [];
  });
}
