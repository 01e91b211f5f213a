import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { close, listen } from "../../test/peers/loopback.ts";
import { azureCloud } from "./cloud.ts";
import { defaultLimits } from "./limits.ts";
import { login } from "./login.ts";

let server: Server;
let url: string;
let folder: string;
let forms: URLSearchParams[];
let seconds: number;
beforeEach(async () => {
  forms = [];
  seconds = 3600;
  folder = await mkdtemp(join(tmpdir(), "cloud-images-login-"));
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => (text += String(chunk)));
    request.on("end", () => {
      forms.push(new URLSearchParams(text));
      response.end(JSON.stringify({ access_token: `token-${forms.length}`, expires_in: seconds }));
    });
  });
  url = await listen(server);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await close(server);
  await rm(folder, { recursive: true });
});

const { signal } = new AbortController();
const identity = (environment: NodeJS.ProcessEnv, changed: { client?: undefined } = {}) => {
  const cloud = azureCloud({ CLOUD_IMAGES_AZURE: url });
  const limits = { ...defaultLimits, tries: 1 };
  return login({ tenant: "a-tenant", client: "a-client", cloud, limits, environment, ...changed });
};

it("CI's token is read from its file each time that a token is asked for", async () => {
  const file = join(folder, "token");
  await writeFile(file, "first\n");
  seconds = 1;
  const own = identity({ AZURE_FEDERATED_TOKEN_FILE: file });
  await own.token("a-scope", signal);
  await writeFile(file, "second\n");
  await own.token("a-scope", signal);
  expect(forms.map((form) => form.get("client_assertion"))).toEqual(["first", "second"]);
  expect(forms[0]?.get("client_assertion_type")).toBe("urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
});

it("all who ask at once share one token for a scope, and keep it while it lasts", async () => {
  const own = identity({ AZURE_CLIENT_SECRET: "a-secret" });
  const tokens = await Promise.all([own.token("one", signal), own.token("one", signal), own.token("two", signal)]);
  expect(new Set(tokens).size).toBe(2);
  await own.token("one", signal);
  expect(forms).toHaveLength(2);
});

it("an identity without a proof is an error that names the variables", async () => {
  await expect(identity({}).token("a-scope", signal)).rejects.toThrow(
    /AZURE_FEDERATED_TOKEN_FILE, .* or AZURE_CLIENT_SECRET/,
  );
  expect(forms).toEqual([]);
});

it("a file that CI did not write is an error that names its variable", async () => {
  const own = identity({ AZURE_FEDERATED_TOKEN_FILE: join(folder, "missing") });
  await expect(own.token("a-scope", signal)).rejects.toThrow(/^AZURE_FEDERATED_TOKEN_FILE is ".*missing": expected/);
});

it("a person who is not logged in is told to log in", async () => {
  await writeFile(join(folder, "az"), "#!/bin/sh\necho 'Please run az login' >&2\nexit 1\n", { mode: 0o755 });
  vi.stubEnv("PATH", `${folder}:${process.env["PATH"] ?? ""}`);
  const person = login({
    tenant: "a-tenant",
    client: undefined,
    cloud: azureCloud({}),
    limits: defaultLimits,
    environment: {},
  });
  await expect(person.token("a-scope", signal)).rejects.toThrow(/Please run az login.*az login --tenant a-tenant/);
});

it("a person's token goes to no server of tests", async () => {
  await expect(identity({}, { client: undefined }).token("a-scope", signal)).rejects.toThrow(
    /AZURE_CLIENT_ID: expected/,
  );
});
