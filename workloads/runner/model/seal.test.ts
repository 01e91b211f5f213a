import { constants, generateKeyPairSync, privateDecrypt } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isSealName, keyLineOf, lastKey, metadataNames, seal } from "./seal.ts";

const pairOf = (modulusLength: number) => generateKeyPairSync("rsa", { modulusLength });
const { publicKey, privateKey } = pairOf(3072);
const spki = publicKey.export({ type: "spki", format: "der" });
const token = "glrt-t1_0123456789abcdefghij";

const keyOf = (console: string) => {
  const key = lastKey(console);
  if (key === undefined) throw new RangeError("no key");
  return key;
};

describe("a server's key on its console", () => {
  const line = keyLineOf(spki);
  const other = keyLineOf(pairOf(1024).publicKey.export({ type: "spki", format: "der" }));

  it.each([
    ["alone", line],
    ["among others", `[  OK  ] Started\r\n${line}\r\ncasulana: waiting\r\n`],
    ["after an older one", `${other}\n${line}\n`],
    [
      "before one that the kernel's log tore",
      `${line}\n${other.slice(0, 200)}[   41.3] eth0: up\n${other.slice(200)}\n`,
    ],
    ["before one that is cut off", `${line}\n${other.slice(0, -20)}`],
  ])("is found %s", (_case, console) => {
    expect(lastKey(console)?.spki).toEqual(spki);
  });

  it.each([
    ["an empty console", ""],
    ["a torn key", line.replace("AAO", "AA\nO").replace(/(.{300})/, "$1 ")],
    ["a key whose fingerprint is another's", line.replace(/key [0-9a-f]{16}/, "key 0123456789abcdef")],
  ])("is not found in %s", (_case, console) => {
    expect(lastKey(console)).toBeUndefined();
  });
});

describe("a sealed token", () => {
  const metadata = seal(token, keyOf(keyLineOf(spki)));

  it("is opened with the server's key", () => {
    const parts = [0, 1, 2].map((part) => metadata[`${metadataNames.part}${part}`]).join("");
    const options = { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" };
    expect(privateDecrypt(options, Buffer.from(parts, "base64")).toString()).toBe(token);
  });

  it("has values that Nova takes, under names that are ours, and does not show the token", () => {
    for (const [name, value] of Object.entries(metadata)) {
      expect(value.length).toBeLessThanOrEqual(255);
      expect(isSealName(name)).toBe(true);
    }
    expect(JSON.stringify(metadata)).not.toContain(token);
  });

  it("is refused for a key that is too short", () => {
    const short = pairOf(2048).publicKey.export({ type: "spki", format: "der" });
    expect(() => seal(token, keyOf(keyLineOf(short)))).toThrow(/rsa of 2048 bits: expected RSA of 3072/);
  });
});
