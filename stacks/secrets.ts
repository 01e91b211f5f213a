import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { UserError } from "../images/model/errors.ts";
import { keyName, namespace } from "../images/config/problems.ts";

const key = "gitlabToken";
const variable = "CLOUD_IMAGES_GITLAB_TOKEN";

/** The engine decrypts secrets for the program, and names their keys in this variable. */
const secretKeys = (): readonly string[] =>
  z.array(z.string()).parse(JSON.parse(process.env["PULUMI_CONFIG_SECRET_KEYS"] ?? "[]"));

/** A configuration as in its file: `{secure: …}` replaces each decrypted secret. */
export function withoutSecrets(all: Readonly<Record<string, string>>): Record<string, unknown> {
  const secret = new Set(secretKeys());
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [name, secret.has(name) ? { secure: "" } : value]),
  );
}

/** What may make and manage runners at GitLab, as a secret; throws a UserError where nobody gave it. */
export function gitlabToken(): pulumi.Output<string> {
  const given = process.env[variable];
  const token = new pulumi.Config(namespace).getSecret(key) ?? (given === undefined ? undefined : pulumi.secret(given));
  if (token !== undefined) return token;
  throw new UserError({
    where: keyName([key]),
    value: "",
    expected: "a token that may make and manage runners at GitLab",
    remedy: `pulumi config set --secret ${keyName([key])}, or set ${variable}`,
  });
}
