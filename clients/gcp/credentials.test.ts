import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { close, listen } from "../../test/peers/loopback.ts";
import { hasDeleter, logIn } from "./credentials.ts";
import { endpointsIn } from "./endpoints.ts";

const account = "publisher@debian-daily.iam.gserviceaccount.com";

const { signal } = new AbortController();

let folder: string;
let server: Server;
let url: string;
let isSilent = false;
let asked: { path: string; body: string; authorization: string | undefined }[] = [];

/** Google's token exchange, and the impersonation of a service account. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cloud-images-gcp-credentials-"));
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      if (isSilent) return;
      asked.push({ path: request.url ?? "", body, authorization: request.headers.authorization });
      const isExchange = request.url === "/token";
      response.writeHead(200, { "content-type": "application/json" });
      response.end(
        JSON.stringify(
          isExchange
            ? { access_token: "federated", expires_in: 3600, token_type: "Bearer" }
            : { accessToken: "of the service account", expireTime: new Date(Date.now() + 3_600_000).toISOString() },
        ),
      );
    });
  });
  url = await listen(server);
});
afterEach(() => {
  isSilent = false;
  vi.unstubAllEnvs();
});
afterAll(async () => {
  await close(server);
  await rm(folder, { recursive: true });
});

/** As a job of GitLab has it: its token in a file, to be exchanged for the service account's. */
async function federated(): Promise<string> {
  const token = join(folder, "token.jwt");
  await writeFile(token, "header.claims.signature");
  const file = join(folder, "credentials.json");
  await writeFile(
    file,
    JSON.stringify({
      type: "external_account",
      audience: "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/salsa/providers/salsa",
      subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
      token_url: `${url}/token`,
      service_account_impersonation_url: `${url}/v1/projects/-/serviceAccounts/${account}:generateAccessToken`,
      credential_source: { file: token },
    }),
  );
  return file;
}

describe("the credentials", () => {
  it("of a job of GitLab are exchanged for those of the service account, whose name they tell", async () => {
    asked = [];
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", await federated());
    const login = await logIn("debian-daily", {}, endpointsIn({}));
    expect(login.account).toBe(account);
    expect(await login.token(signal)).toBe("of the service account");
    expect(asked.map(({ path }) => path)).toEqual([
      "/token",
      `/v1/projects/-/serviceAccounts/${account}:generateAccessToken`,
    ]);
    expect(new URLSearchParams(asked[0]?.body).get("subject_token")).toBe("header.claims.signature");
    expect(asked[1]?.authorization).toBe("Bearer federated");
  });

  it("are not waited for longer than a call may take, though the exchange never answers", async () => {
    isSilent = true;
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", await federated());
    const login = await logIn("debian-daily", {}, endpointsIn({}));
    await expect(login.token(AbortSignal.timeout(100))).rejects.toThrow("timeout");
  });

  it("for deletions are those of another file, whatever the first one is", async () => {
    const environment = { GOOGLE_DELETE_CREDENTIALS: await federated(), GOOGLE_OAUTH_ACCESS_TOKEN: "given" };
    expect([hasDeleter(environment), hasDeleter({ GOOGLE_OAUTH_ACCESS_TOKEN: "given" })]).toEqual([true, false]);
    const login = await logIn("debian-daily", environment, endpointsIn({}), undefined, "delete");
    expect([login.account, await login.token(signal)]).toEqual([account, "of the service account"]);
  });

  it("for deletions that are missing are an error that names their own variable", async () => {
    const environment = { GOOGLE_DELETE_CREDENTIALS: join(folder, "missing.json") };
    await expect(logIn("debian-daily", environment, endpointsIn({}), undefined, "delete")).rejects.toThrow(
      /missing\.json.*set GOOGLE_DELETE_CREDENTIALS .* or unset it: then the identity that publishes deletes/,
    );
  });

  it("may be a token that somebody else fetched", async () => {
    const login = await logIn("debian-daily", { GOOGLE_OAUTH_ACCESS_TOKEN: "given" }, endpointsIn({}));
    expect([login.account, await login.token(signal)]).toEqual([null, "given"]);
  });

  it("are never sent to this machine, where tests are, unless they are the tests' own", async () => {
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", await federated());
    const environment = { GOOGLE_COMPUTE_CUSTOM_ENDPOINT: "http://127.0.0.1:1/compute/v1/" };
    await expect(logIn("debian-daily", environment, endpointsIn(environment))).rejects.toThrow(
      /real credentials are not sent/,
    );
  });

  it("that are missing are an error that says what to do", async () => {
    vi.stubEnv("GOOGLE_APPLICATION_CREDENTIALS", join(folder, "missing.json"));
    await expect(logIn("debian-daily", {}, endpointsIn({}))).rejects.toThrow(
      /credentials for Google Cloud.*GOOGLE_APPLICATION_CREDENTIALS.*nothing was asked/,
    );
  });
});
