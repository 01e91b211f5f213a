import { constants, generateKeyPairSync, privateDecrypt } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { keyLineOf, metadataNames } from "../../../runner/model/seal.ts";
import { leavePasswords, passwordsOf } from "./passwords.ts";

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 3072 });
const asked = `login: \r\n${keyLineOf(publicKey.export({ type: "spki", format: "der" }))}\r\n`;

/** A server's metadata, and how often it was left something. */
function server() {
  const left: Record<string, string>[] = [];
  return {
    left,
    clear: async () => undefined,
    leave: async (metadata: Record<string, string>) => void left.push(metadata),
  };
}

const opened = (metadata: Record<string, string>): string =>
  privateDecrypt(
    { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" },
    Buffer.from([0, 1, 2].map((part) => metadata[`${metadataNames.part}${part}`] ?? "").join(""), "base64"),
  ).toString();

describe("passwords for a server that runs Tempest", () => {
  it("are left once it asks, for nobody but it", async () => {
    const own = server();
    // a short password could stand in the base64 of its own ciphertext by chance
    const passwords = ["the-first-password", "the-second-password"];
    expect(await leavePasswords(own, { console: asked, metadata: {} }, async () => passwords)).toBe(true);
    expect(JSON.parse(opened(own.left[0] ?? {}))).toEqual(passwords);
    for (const password of passwords) expect(JSON.stringify(own.left)).not.toContain(password);
  });

  it.each([
    ["has not asked", { console: "login: ", metadata: {} }],
    ["has them", { console: asked, metadata: { [metadataNames.key]: keyOf(asked) } }],
  ])("are not even read where it %s", async (_case, look) => {
    const own = server();
    const unread = () => Promise.reject(new Error("read"));
    expect(await leavePasswords(own, look, unread)).toBe(false);
    expect(own.left).toEqual([]);
  });
});

function keyOf(console: string): string {
  return / ([0-9a-f]{16}) /.exec(console)?.[1] ?? "";
}

describe("passwords of clouds.yaml", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "cloud-images-passwords-"));
    process.env["OS_CLIENT_CONFIG_FILE"] = path.join(folder, "clouds.yaml");
  });
  afterEach(async () => {
    delete process.env["OS_CLIENT_CONFIG_FILE"];
    await rm(folder, { recursive: true });
  });

  const given = (clouds: Record<string, object>): Promise<void> =>
    writeFile(
      path.join(folder, "clouds.yaml"),
      stringify({
        clouds: Object.fromEntries(
          Object.entries(clouds).map(([name, auth]) => [name, { auth: { auth_url: "http://k", ...auth } }]),
        ),
      }),
    );
  const user = (password: string) => ({ username: "u", project_name: "p", password });

  it("come in the order of the accounts", async () => {
    await given({ a: user("one"), b: user("two") });
    expect(await passwordsOf(["b", "a"])).toEqual(["two", "one"]);
  });

  it.each([
    ["an account without one", { a: { application_credential_id: "i", application_credential_secret: "hidden" } }],
    ["more than can be sealed at once", { a: user("hidden".repeat(60)) }],
  ])("are refused of %s, and no secret is told", async (_case, clouds) => {
    await given(clouds);
    const said = await passwordsOf(["a"]).catch(String);
    expect(said).toMatch(/tempest/);
    expect(said).not.toContain("hidden");
  });
});
