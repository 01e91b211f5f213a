import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { UserError } from "../images/model/errors.ts";
import { keyName, namespace } from "../images/config/problems.ts";

const key = "gitlabToken";
const variable = "CLOUD_IMAGES_GITLAB_TOKEN";

/** The engine decrypts secrets for the program. Who starts the program lists their keys in this variable. */
export const secretKeysVariable = "PULUMI_CONFIG_SECRET_KEYS";

const secretKeys = (): readonly string[] =>
  z.array(z.string()).parse(JSON.parse(process.env[secretKeysVariable] ?? "[]"));

/** The configuration with each decrypted secret replaced by `{secure: ""}`, as in the stack's file. */
export function withoutSecrets(all: Readonly<Record<string, string>>): Record<string, unknown> {
  const secret = new Set(secretKeys());
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [name, secret.has(name) ? { secure: "" } : value]),
  );
}

/** The token that makes and manages runners at GitLab, as a secret. Throws a UserError if there is none. */
export function gitlabToken(): pulumi.Output<string> {
  const configured = new pulumi.Config(namespace).getSecret(key);
  if (configured !== undefined) return configured;
  // CI sets a variable without a value to the empty text
  const given = process.env[variable] ?? "";
  if (given !== "") return pulumi.secret(given);
  throw new UserError({
    where: keyName([key]),
    value: "",
    expected: "a token that may make and manage runners at GitLab",
    remedy: `run npm run pulumi -- config set --secret ${keyName([key])}, or set ${variable}`,
  });
}
