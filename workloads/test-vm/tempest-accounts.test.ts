import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { tempestAccounts } from "./tempest-accounts.ts";

const clouds = `
clouds:
  one: {auth: {auth_url: "https://k", username: one, password: w, project_name: p, user_domain_name: U, project_domain_id: d}}
  boss: {auth: {auth_url: "https://k", user_id: u7, password: w, project_id: p7}}
  token: {auth_type: token, auth: {auth_url: "https://k", token: t, project_id: p7}}
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cloud-images-tempest-"));
  const file = join(folder, "clouds.yaml");
  await writeFile(file, clouds);
  vi.stubEnv("OS_CLIENT_CONFIG_FILE", file);
  vi.stubEnv("XDG_CONFIG_HOME", folder);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const one = { username: "one", user_domain_name: "U", project_name: "p", project_domain_id: "d" };

test("Tempest's users have names and domains or ids, no passwords, and one is the administrator where a cloud is named", async () => {
  expect(await tempestAccounts(["one"], null)).toEqual({ names: ["one"], accounts: [one] });
  expect(await tempestAccounts(["one"], "boss")).toEqual({
    names: ["one", "boss"],
    accounts: [one, { user_id: "u7", project_id: "p7", types: ["admin"] }],
  });
});

test("a user without a password is refused by name", async () => {
  await expect(tempestAccounts(["one", "token"], null)).rejects.toThrow(/the account token .*a user with a password/);
});
