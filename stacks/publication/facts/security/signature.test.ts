import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { armor, enums } from "openpgp";
import { day } from "../../../../test/samples/samples.ts";
import { archiveKey, clearsigned, type ArchiveKey, type Signing } from "../../../../test/peers/debian/archive-keys.ts";
import { readKeyring, signedText, type Keyring } from "./signature.ts";

const use = { of: "our keys", remedy: "correct the file" };
const from = day("2026-01-01");
const today = day("2026-07-17");
const text = "Origin: Debian\nCodename: trixie\n-----BEGIN as this line does\n";

interface Keys {
  ours: ArchiveKey;
  second: ArchiveKey;
  stranger: ArchiveKey;
  expired: ArchiveKey;
  weak: ArchiveKey;
}
let folder: string;
let keys: Keys;
let keyring: Keyring;

async function keyFile(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cloud-images-keys-"));
  keys = {
    ours: await archiveKey("ours", { from }),
    second: await archiveKey("second", { from }),
    stranger: await archiveKey("stranger", { from }),
    expired: await archiveKey("expired", { from, lasts: 100 }),
    weak: await archiveKey("weak", { from, weak: true }),
  };
  const { ours, second, expired, weak } = keys;
  const known = [ours, second, expired, weak].map((key) => key.keyring);
  keyring = await readKeyring(await keyFile("keyring.gpg", Buffer.concat(known)), use);
});
afterAll(() => rm(folder, { recursive: true }));

const read = (signed: string, from = keyring): Promise<string> =>
  signedText(signed, { keyring: from, day: today, where: "InRelease", remedy: "ask" });

type Signer = [keyof Keys, Partial<Signing>?];
const signedBy = (...signers: Signer[]): Promise<string> =>
  clearsigned(
    text,
    signers.map(([name, choice]) => ({ key: keys[name], day: today, ...choice })),
  );

describe("a signed file", () => {
  it.each<[string, Signer[]]>([
    ["a key of the keyring", [["ours"]]],
    ["two of them", [["ours"], ["second"]]],
    ["one of them, and one that nobody knows", [["stranger"], ["ours"]]],
    ["one of them, and one that has expired", [["expired", { day: day("2026-03-01") }], ["ours"]]],
    ["one of them, and weakly by another", [["weak"], ["ours"]]],
  ])("is read where it is signed by %s", async (_, signers) => {
    expect(await read(await signedBy(...signers))).toBe(text.trimEnd());
  });

  it.each<[string, Signer[], RegExp]>([
    ["a key that nobody knows", [["stranger"]], /the keyring has no key [0-9A-F]{16}"/],
    ["a key that has expired since", [["expired", { day: day("2026-03-01") }]], /expired/],
    ["a weak hash", [["weak"]], /signed with a weak hash/],
    ["a key, of another text", [["ours", { of: "Codename: sid\n" }]], /Signed digest did not match/],
    ["a good key, and wrongly by another", [["ours"], ["second", { of: "Codename: sid\n" }]], /did not match/],
    ["a key, tomorrow", [["ours", { day: day("2026-07-18") }]], /future/],
  ])("is refused where it is signed by %s", async (_, signers, why) => {
    await expect(read(await signedBy(...signers))).rejects.toThrow(why);
  });

  it.each<[string, (signed: string) => string]>([
    ["text before the signed part", (signed) => `Codename: sid\n\n${signed}`],
    ["text behind it", (signed) => `${signed}Codename: sid\n`],
    ["a second signed part", (signed) => signed + signed],
    ["text where only the hash's name may stand", (signed) => signed.replace("Hash:", "Codename: sid\nHash:")],
    ["no signature", () => text],
    ["its end cut off", (signed) => signed.slice(0, -60)],
    ["nothing", () => ""],
    ["another text than was signed", (signed) => signed.replace("trixie", "forky")],
  ])("is refused with %s", async (_, spoil) => {
    await expect(read(spoil(await signedBy(["ours"])))).rejects.toThrow("expected a file that is signed by a key");
  });

  it("may end its lines as Windows does", async () => {
    expect(await read((await signedBy(["ours"])).replaceAll("\n", "\r\n"))).toBe(text.trimEnd());
  });
});

describe("a keyring", () => {
  it("may be armored, in one block or several", async () => {
    const blocks = [keys.stranger, keys.ours].map((key) => armor(enums.armor.publicKey, key.keyring));
    const several = await readKeyring(await keyFile("several.asc", blocks.join("\n")), use);
    const whole = Buffer.concat([keys.stranger.keyring, keys.ours.keyring]);
    const one = await readKeyring(await keyFile("one.asc", armor(enums.armor.publicKey, whole)), use);
    const signed = await signedBy(["ours"]);
    expect([await read(signed, several), await read(signed, one)]).toEqual([text.trimEnd(), text.trimEnd()]);
  });

  it.each([["no keyring"], [""]])("is refused where it holds %j", async (content) => {
    await expect(readKeyring(await keyFile("bad.gpg", content), use)).rejects.toThrow("expected an OpenPGP keyring");
  });

  it("is refused where it is missing", async () => {
    await expect(readKeyring(join(folder, "nowhere.gpg"), use)).rejects.toThrow(
      "expected an OpenPGP keyring of our keys; correct the file",
    );
  });
});
