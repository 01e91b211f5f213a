import { homedir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { project } from "../../setup/bootstrap/folders.mjs";
import { atHome, backendVariables, embeddedState, fileBackend, lockFolder, stateFile } from "./backend.ts";

const embedded = pathToFileURL(embeddedState).href;

describe("the state's place", () => {
  test.each([
    ["nobody chose one", "trixie-daily", {}, undefined, embedded],
    ["somebody is logged in", "trixie-daily", {}, "file:///srv/state", "file:///srv/state"],
    ["a token says where, to the engine alone", "trixie-daily", {}, "", undefined],
    ["the dev stack, logged in or not", "dev", {}, "s3://states", embedded],
    ["a backend is chosen, for any stack", "dev", { PULUMI_BACKEND_URL: "s3://states" }, undefined, undefined],
    [
      "a backend is chosen, and another logged in",
      "trixie-daily",
      { PULUMI_BACKEND_URL: "s3://a" },
      "s3://b",
      undefined,
    ],
  ])("when %s", (_, stack, env, login, url) => {
    expect(backendVariables(stack, { env, login })["PULUMI_BACKEND_URL"]).toBe(url);
  });

  test.each([
    ["none is set", {}, ""],
    ["one is set", { PULUMI_CONFIG_PASSPHRASE: "secret" }, undefined],
    ["an empty one is set", { PULUMI_CONFIG_PASSPHRASE: "" }, undefined],
    ["one lies in a file", { PULUMI_CONFIG_PASSPHRASE_FILE: "/file" }, undefined],
  ])("gets the empty passphrase only when %s: %j", (_, env, passphrase) => {
    expect(backendVariables("trixie-daily", { env, login: undefined })["PULUMI_CONFIG_PASSPHRASE"]).toBe(passphrase);
  });
});

test("the dev stack has the empty passphrase, whatever other stacks have, unless its backend is chosen", () => {
  const env = { PULUMI_CONFIG_PASSPHRASE: "secret" };
  expect(backendVariables("dev", { env, login: undefined })["PULUMI_CONFIG_PASSPHRASE"]).toBe("");
  const chosen = { ...env, PULUMI_BACKEND_URL: "file:///srv/state" };
  expect(backendVariables("dev", { env: chosen, login: undefined })).toEqual({});
});

test.each([
  ["s3://states", {}, "true"],
  ["postgres://db.example/states", { PULUMI_DIY_BACKEND_GZIP: "true" }, undefined],
  ["postgres://db.example/states", { PULUMI_DIY_BACKEND_ZSTD: "false" }, undefined],
  ["file:///srv/state", {}, undefined],
])("a state on a server is compressed, unless somebody chose how: %s, %j", (url, env, zstd) => {
  const found = backendVariables("dev", { env: { ...env, PULUMI_BACKEND_URL: url }, login: undefined });
  expect(found["PULUMI_DIY_BACKEND_ZSTD"]).toBe(zstd);
});

test.each([
  ["file:///srv/state", "/srv/state"],
  ["file:///srv/a%20b?no_tmp_dir=true", "/srv/a b"],
  ["file://~/state", path.join(homedir(), "state")],
  ["file://~", homedir()],
  ["file://./state", path.join(project, "state")],
  ["https://api.pulumi.com", undefined],
  ["", undefined],
])("the folder of the backend %j is %j", (url, folder) => {
  expect(fileBackend(url)).toBe(folder);
});

test("a stack's locks lie where the engine writes them", () => {
  const env = { PULUMI_BACKEND_URL: "file:///srv/state" };
  expect(lockFolder("dev", env)).toBe("/srv/state/.pulumi/locks/organization/cloud-images/dev");
});

test("a stack's state lies where the engine writes it, and is no file in any other backend", () => {
  const env = { PULUMI_BACKEND_URL: "file:///srv/state" };
  expect(stateFile("dev", env)).toBe("/srv/state/.pulumi/stacks/cloud-images/dev.json");
  expect(stateFile("dev", { PULUMI_BACKEND_URL: "s3://states" })).toBeUndefined();
});

test.each([{}, { PULUMI_HOME: "" }])(
  "the engine's own folder is that of the home folder where none is named: %o",
  (env) => {
    expect(atHome(env)).toEqual({ PULUMI_HOME: path.join(homedir(), ".pulumi") });
  },
);
