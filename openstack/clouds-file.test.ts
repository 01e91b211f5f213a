import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCloud } from "./clouds-file.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cloud-images-clouds-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** The environment in which the text is clouds.yaml. */
async function given(text: string, secure?: string): Promise<NodeJS.ProcessEnv> {
  const [clouds, secret] = [join(folder, "clouds.yaml"), join(folder, "secure.yaml")];
  await writeFile(clouds, text);
  await writeFile(secret, secure ?? "clouds: {}");
  return { OS_CLIENT_CONFIG_FILE: clouds, OS_CLIENT_SECURE_FILE: secret };
}

const byPassword = `
clouds:
  daily:
    auth: {auth_url: "https://cloud.example:5000/v3/", username: bot, password: secret-word, project_name: daily,
      user_domain_name: Users, project_domain_id: p1}
    region_name: RegionOne
    cacert: /etc/cloud.pem
    verify: true
`;

describe("a cloud of clouds.yaml", () => {
  it("is a user with a password and a project", async () => {
    expect(await readCloud("daily", await given(byPassword))).toEqual({
      name: "daily",
      authUrl: "https://cloud.example:5000/v3",
      credentials: {
        by: "password",
        user: { name: "bot", domain: { name: "Users" } },
        password: "secret-word",
        project: { name: "daily", domain: { id: "p1" } },
      },
      region: "RegionOne",
      interface: "public",
      endpoints: {},
      tls: { ca: "/etc/cloud.pem", cert: null, key: null, verify: true },
    });
  });

  it.each([
    ["{application_credential_id: a1, application_credential_secret: s}", { credential: { id: "a1" }, secret: "s" }],
    [
      "{application_credential_name: n, user_id: u1, application_credential_secret: s}",
      { credential: { name: "n", user: { id: "u1" } }, secret: "s" },
    ],
    ["{token: t, project_id: p1}", { by: "token", token: "t", project: { id: "p1" } }],
    ["{user_id: u1, password: 1234, project_id: p1}", { by: "password", user: { id: "u1" }, password: "1234" }],
    ["{username: u, password: w, tenant_name: t}", { project: { name: "t", domain: { id: "default" } } }],
  ])("is known by %s", async (auth, credentials) => {
    const text = `clouds: {c: {auth: {auth_url: "http://k", ${auth.slice(1)}}}`;
    expect((await readCloud("c", await given(text))).credentials).toMatchObject(credentials);
  });

  it.each(["http://k:5000", "http://k:5000/", "http://k:5000/v3", "http://k:5000/v2.0/"])(
    "at %s is asked by version 3",
    async (url) => {
      const text = `clouds: {c: {auth: {auth_url: "${url}", token: t}}}`;
      expect((await readCloud("c", await given(text))).authUrl).toBe("http://k:5000/v3");
    },
  );

  it("takes its secrets from secure.yaml", async () => {
    const text = `clouds: {c: {auth: {auth_url: "http://k", username: u, project_name: p}}}`;
    const cloud = await readCloud("c", await given(text, "clouds: {c: {auth: {password: laid-over}}}"));
    expect(cloud.credentials).toMatchObject({ by: "password", password: "laid-over" });
  });

  it.each([
    ["is not named there", "release", byPassword, /one of the clouds of .*: daily/],
    ["has no credentials", "c", 'clouds: {c: {auth: {auth_url: "http://k", username: u}}}', /application credential/],
    ["has no Keystone", "c", "clouds: {c: {auth: {password: secret-word}}}", /auth\.auth_url/],
    ["is in no mapping", "c", "- secret-word", /a mapping `clouds`/],
    ["is in no YAML", "c", "a:\n  b: [secret-word", /clouds\.yaml:\d+: expected YAML/],
  ])("that %s is refused, and no secret is told", async (_is, name, text, said) => {
    const refused = await readCloud(name, await given(text)).catch((error: unknown) => error);
    expect(String(refused)).toMatch(said);
    expect(String(refused)).not.toContain("secret-word");
  });
});
