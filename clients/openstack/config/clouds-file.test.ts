import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Cloud, Subject } from "../cloud.ts";
import { readCloud } from "./clouds-file.ts";
import table from "./openstacksdk-cases.json" with { type: "json" };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cloud-images-clouds-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** The environment in which the text is clouds.yaml. */
async function given(text: string, secure?: string, vendors?: string): Promise<NodeJS.ProcessEnv> {
  const [clouds, secret] = [join(folder, "clouds.yaml"), join(folder, "secure.yaml")];
  await writeFile(clouds, text);
  await writeFile(secret, secure ?? "clouds: {}");
  const places = join(folder, "openstack");
  await mkdir(places, { recursive: true });
  await writeFile(join(places, "clouds-public.yaml"), vendors ?? "public-clouds: {}");
  return { OS_CLIENT_CONFIG_FILE: clouds, OS_CLIENT_SECURE_FILE: secret, XDG_CONFIG_HOME: folder };
}

const byPassword = `
clouds:
  daily:
    auth: {auth_url: "https://cloud.example:5000/v3/", username: bot, password: secret-word, project_name: daily,
      user_domain_name: Users, project_domain_id: p1}
    region_name: RegionOne
    cacert: /etc/hostname
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
      tls: { ca: "/etc/hostname", cert: null, key: null, verify: true },
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

/** In the terms of openstacksdk's configuration. */
function inItsWords({ authUrl, credentials, region, interface: kind, endpoints, tls }: Cloud) {
  const subjects = {
    ...("user" in credentials ? named("user", credentials.user) : {}),
    ...("project" in credentials && credentials.project !== null ? named("project", credentials.project) : {}),
  };
  const secrets =
    credentials.by === "password"
      ? { password: credentials.password }
      : credentials.by === "token"
        ? { token: credentials.token }
        : {
            application_credential_secret: credentials.secret,
            ...("id" in credentials.credential && { application_credential_id: credentials.credential.id }),
          };
  const types = { password: "password", token: "token", "application credential": "v3applicationcredential" };
  return {
    region,
    interface: kind,
    auth: { auth_url: authUrl, ...subjects, ...secrets },
    auth_type: types[credentials.by],
    verify: tls.verify,
    ca: tls.ca,
    cert: tls.cert,
    endpoints,
  };
}

/** The default: Keystone's first domain. */
const named = (what: "user" | "project", subject: Subject): object => {
  if ("id" in subject) return { [`${what}_id`]: subject.id };
  const { name, domain } = subject;
  const ofDomain = "name" in domain ? { [`${what}_domain_name`]: domain.name } : { [`${what}_domain_id`]: domain.id };
  const key = what === "user" ? "username" : "project_name";
  return { [key]: name, ...("id" in domain && domain.id === "default" ? {} : ofDomain) };
};

describe(`as openstacksdk ${table.openstacksdk} reads it`, () => {
  it.each(table.cases.map((each) => [each.is, each] as const))(
    "%s",
    async (_is, { clouds, secure, makes, ...files }) => {
      const environment = await given(clouds, secure, files["clouds-public"]);
      const read = await readCloud("c", environment).then(inItsWords, (error: unknown) => String(error));
      if ("refused" in makes) expect(read).toMatch(/^UserError: cloud is "c": expected /);
      else expect(read).toEqual(makes);
    },
  );
});

describe("a key that is not understood", () => {
  const withKey = (line: string): string =>
    `clouds: {c: {${line}, auth: {auth_url: "http://k", username: u, password: w, project_name: p}}}`;

  it.each([
    ["regoin_name: RegionTwo", /regoin_name: a key that is understood here/],
    ["auth_type: v3oidcpassword", /auth_type: /],
    ["auth_type: null, auth_plugin: v3token", /auth_plugin: a key/],
    ["auth: {trust_id: secret-word, auth_url: 'http://k'}", /trust_id/],
    ["image_api_version: 1", /image_api_version: 2, the version/],
    ["identity_api_version: '2.0'", /identity_api_version: 3, the version/],
    ["compute_region_name: secret-word", /compute_region_name: a key/],
    ["image_endpoint_override: secret-word", /image_endpoint_override: an address/],
    ["verify: 'false'", /verify: /],
    ["interface: [public, internal]", /interface: /],
    ["profile: ovh", /below public-clouds in clouds-public\.yaml/],
    ["profile: 'https://cloud.example'", /a vendor of clouds-public\.yaml/],
    ["cacert: /not/there.pem", /cacert: a file that can be read, not \/not\/there\.pem/],
  ])("is refused by name: %s", async (line, said) => {
    const text = line.startsWith("auth:") ? `clouds: {c: {${line}}}` : withKey(line);
    const refused = await readCloud("c", await given(text)).catch((error: unknown) => error);
    expect(String(refused)).toMatch(said);
    expect(String(refused)).not.toContain("secret-word");
  });

  it.each([
    "image_api_version: 2.16",
    "api_timeout: 30",
    "image_status_code_retries: 5",
    "compute_default_microversion: '2.79'",
    "object_store_endpoint_override: 'http://o'",
    "networks: [{name: n}]",
    "floating_ip_source: None",
    "identity_api_version: 3",
  ])("but one that says nothing of who is asked: %s", async (line) => {
    expect(await readCloud("c", await given(withKey(line)))).toMatchObject({ authUrl: "http://k/v3" });
  });
});

describe("the environment", () => {
  const variables = { OS_AUTH_URL: "http://k", OS_USERNAME: "u", OS_PASSWORD: "w", OS_PROJECT_NAME: "p" };

  it("is a cloud of its own, named envvars", async () => {
    const environment = { ...(await given("clouds: {}")), ...variables, OS_REGION_NAME: "two", OS_CLOUD: "other" };
    expect(await readCloud("envvars", environment)).toMatchObject({ region: "two", credentials: { password: "w" } });
  });

  it("does not take the name of one in a file", async () => {
    const environment = { ...(await given(byPassword)), ...variables, OS_CLOUD_NAME: "daily" };
    await expect(readCloud("daily", environment)).rejects.toThrow(/one cloud of this name/);
  });

  it("does not change a cloud of a file", async () => {
    const environment = { ...(await given(byPassword)), ...variables, OS_REGION_NAME: "two" };
    expect(await readCloud("daily", environment)).toMatchObject({ region: "RegionOne" });
  });
});
