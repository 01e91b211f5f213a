import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { encryptKey } from "openpgp";
import { expect, onTestFinished, test } from "vitest";
import { publicKeyFile, readOrMakeKey } from "./signature.ts";

async function fileOfTest(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "cloud-images-key-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return path.join(folder, "key");
}

test("a key that is missing is made once, and read afterwards", async () => {
  const file = await fileOfTest();
  const made = await readOrMakeKey(file);
  expect((await readOrMakeKey(file)).getFingerprint()).toBe(made.getFingerprint());
  expect(await readFile(publicKeyFile(file), "utf8")).toContain("PUBLIC KEY");
});

test.each<[string, (file: string) => Promise<string>]>([
  ["no key", () => Promise.resolve("root:x:0:0")],
  ["a public key", async (file) => (await readOrMakeKey(file)).toPublic().armor()],
  [
    "a key with a passphrase",
    async (file) => (await encryptKey({ privateKey: await readOrMakeKey(file), passphrase: "of a person" })).armor(),
  ],
])("%s is refused by the option's name and value", async (_case, text) => {
  const file = await fileOfTest();
  await writeFile(file, await text(`${file}.other`));
  await expect(readOrMakeKey(file)).rejects.toThrow(`--sign ${file}: expected an armored OpenPGP private key without`);
});
