import { describe, expect, it } from "vitest";
import { credentialRule, type CredentialRule } from "./credentials.ts";

/** Put together here, so that no search for leaked tokens takes this file for one. */
const token = (prefix: string, length: number): string => prefix + "k3J9xQ7bW2mZ".repeat(10).slice(0, length);
const awsId = "ABCD2345EFGH6723";

describe("a credential", () => {
  it.each<[CredentialRule, string]>([
    ["AWS access key", `AKIA${awsId}`],
    ["AWS access key", `export AWS_ACCESS_KEY_ID=ASIA${awsId}`],
    ["private key", "-----BEGIN OPENSSH PRIVATE KEY-----\nabc"],
    ["private key", "-----BEGIN PRIVATE KEY-----"],
    ["private key", "-----BEGIN PGP PRIVATE KEY BLOCK-----"],
    ["GitLab token", token("glpat-", 20)],
    ["GitLab token", `curl --header PRIVATE-TOKEN:${token("glpat-", 20)}`],
    ["GitHub token", token("ghp_", 36)],
    ["GitHub token", token("github_pat_", 82)],
    ["Google API key", token("AIza", 35)],
    ["Slack token", token("xoxb-", 40)],
    ["JSON web token", `${token("eyJ", 20)}.${token("eyJ", 20)}.${token("", 20)}`],
    ["Pulumi token", `pul-${"0123456789".repeat(4)}`],
    ["Azure storage key", `AccountName=a;${token("AccountKey=", 86)}==`],
    ["password in a URL", "https://debian:hunter2@example.org/x"],
    ["password in a URL", "postgres://:hunter2@db"],
  ])("is seen by its format: %s in %j", (rule, value) => {
    expect(credentialRule(value)).toBe(rule);
  });

  it.each([
    "password",
    "secret",
    "aws:secretKey",
    "cloud-images:apiToken",
    "SECRET_ACCESS_KEY",
    "openstack:password",
    "passphrase",
    "api_key",
  ])("is seen by the key it stands under: %s", (key) => {
    expect(credentialRule(token("", 24), key)).toBe("secret under a telling key");
  });
});

describe("no credential is", () => {
  it.each<[string, string, string?]>([
    ["a sha512", "a0ea".padEnd(128, "0f3b9")],
    ["a digest annotation", `sha512:${"oDnog75S1bOI8YmYKmYBC6DTrjRj".repeat(4).slice(0, 86)}`],
    ["a sha512 under a key that tells nothing", "9f3b".padEnd(128, "0f3b9"), "digest"],
    ["an AMI", "ami-0123456789abcdef0"],
    ["an account", "136693071363", "account"],
    ["a version", "20260717-2542"],
    ["a uid", "34bdde2e-c3a1-4a1e-abc2-96e637eebd29", "uid"],
    ["a commit", "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567", "commit"],
    ["a job's address", "https://salsa.debian.org/cloud-team/debian-cloud-images/-/jobs/123456"],
    ["an address with a port", "https://example.org:8443/a@b"],
    ["an address with a user", "ssh://git@salsa.debian.org:22/x"],
    ["a mail address", "debian-cloud@lists.debian.org"],
    ["a public key", "-----BEGIN PUBLIC KEY-----"],
    ["a secret's path", "/run/secrets/registry-token-2026", "tokenFile"],
    ["a path under a telling key", "/run/secrets/registry-2026", "token"],
    ["a variable under a telling key", "SALSA_DEPLOY_TOKEN_2026", "token"],
    ["a placeholder", "${SALSA_TOKEN_FOR_DEPLOYING}", "token"],
    ["an empty password", "", "password"],
    ["a word under a telling key", "passphrase", "secretsprovider"],
    ["stars", "************************", "password"],
    ["a key that only contains a telling word", token("", 24), "tokenizer"],
  ])("%s: %j", (_, value, key) => {
    expect(credentialRule(value, key)).toBeUndefined();
  });
});
