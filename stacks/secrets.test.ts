import * as pulumi from "@pulumi/pulumi";
import { afterEach, expect, test, vi } from "vitest";
import { gitlabToken } from "./secrets.ts";

afterEach(() => vi.unstubAllEnvs());

const variable = "CLOUD_IMAGES_GITLAB_TOKEN";

test("GitLab's token comes from the environment, as a secret", async () => {
  vi.stubEnv(variable, "glrt-1");
  expect(await pulumi.isSecret(gitlabToken())).toBe(true);
});

test.each([[undefined], [""]])(
  "without a token, or with an empty one as of a CI variable (%j), people hear how to set it",
  (value) => {
    vi.stubEnv(variable, value);
    expect(() => gitlabToken()).toThrow(
      "cloud-images:gitlabToken: expected a token that may make and manage runners at GitLab; " +
        "run npm run pulumi -- config set --secret cloud-images:gitlabToken, or set CLOUD_IMAGES_GITLAB_TOKEN",
    );
  },
);
