import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hasGpg, joinKeyrings, makeKey, type TestKey } from "../../test/samples/signing-keys.ts";
import { signaturesSchema, type Signable, type Signing } from "../../images/readers/signatures.ts";
import { signFiles } from "./signatures.ts";

const files: Signable[] = [
  { path: "SHA512SUMS", signature: "SHA512SUMS.sign", expires: false },
  { path: "index.json", signature: "index.json.sign", expires: true },
  { path: "s.json", signature: "s.sjson", clearsigned: { text: '{\n "a": 1\n}\n', madeOf: "{}\n" }, expires: true },
];

describe.skipIf(!hasGpg())("signatures", () => {
  let [root, oldKey, newKey] = ["", {} as TestKey, {} as TestKey];
  beforeAll(async () => {
    [oldKey, newKey] = [await makeKey("old"), await makeKey("new")];
  });
  afterAll(async () => {
    await oldKey.end();
    await newKey.end();
  });
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "signed-"));
    await mkdir(path("tree"));
    await writeFile(inTree("SHA512SUMS"), "sums\n");
    await writeFile(inTree("index.json"), "{}\n");
    await writeFile(inTree("s.json"), "{}\n");
  });
  afterEach(() => rm(root, { recursive: true }));

  const path = (name: string): string => join(root, name);
  const inTree = (name: string): string => path(join("tree", name));
  const signing = (key: TestKey, other: Partial<Signing> = {}): Signing => ({
    command: key.command,
    every: 1,
    expires: 10,
    keyring: key.keyring,
    ...other,
  });
  const run = (by: Signing, now = new Date()): Promise<string[]> =>
    signFiles({ places: { tree: path("tree"), staging: path("staging") }, signing: by, now }, "signatures.json", files);
  const gpgv = (keyring: string, ...args: string[]): string =>
    String(execFileSync("gpgv", ["--keyring", keyring, ...args.map(inTree)], { stdio: ["ignore", "pipe", "pipe"] }));
  const statement = async () => signaturesSchema.parse(JSON.parse(await readFile(inTree("signatures.json"), "utf8")));

  test("gpgv verifies every file, and sq too", async () => {
    expect(await run(signing(oldKey))).toEqual([]);
    gpgv(oldKey.keyring, "SHA512SUMS.sign", "SHA512SUMS");
    gpgv(oldKey.keyring, "index.json.sign", "index.json");
    gpgv(oldKey.keyring, "s.sjson");
    expect((await readFile(inTree("s.sjson"), "utf8")).split("\n\n")[1]).toMatch(/^\{\n "a": 1\n\}\n-----BEGIN/);
    expect((await statement()).signed.map(({ path: signed, expires }) => [signed, expires !== null])).toEqual([
      ["SHA512SUMS", false],
      ["index.json", true],
      ["s.json", true],
    ]);
  });

  test("what did not change keeps its signature, and one that expires is made again when it is due", async () => {
    const now = new Date();
    await run(signing(oldKey), now);
    const before = await statement();
    await run(signing(oldKey), new Date(now.getTime() + 3_600_000));
    expect(await statement()).toEqual(before);
    await run(signing(oldKey), new Date(now.getTime() + 86_400_000));
    const after = (await statement()).signed;
    expect(after.map(({ signed }, at) => signed !== before.signed[at]?.signed)).toEqual([false, true, true]);
  });

  test("what a clock signed that was years ahead is signed again by the right one", async () => {
    const now = new Date();
    await run(signing(oldKey), new Date(now.getTime() + 3650 * 86_400_000));
    await run(signing(oldKey), now);
    const { signed } = await statement();
    expect(signed.map(({ signed: day, expires }) => [day === now.toISOString(), expires !== null])).toEqual([
      [false, false],
      [true, true],
      [true, true],
    ]);
  });

  test("a changed file is signed anew; without a signer it is unsigned, and says so", async () => {
    await run(signing(oldKey));
    await writeFile(inTree("SHA512SUMS"), "other\n");
    const failures = await run(signing(oldKey, { command: ["sh", "-c", "echo no key >&2; exit 3"] }));
    expect(failures).toEqual(["SHA512SUMS is not signed: sh: ended with status 3: no key"]);
    await expect(stat(inTree("SHA512SUMS.sign"))).rejects.toThrow(/ENOENT/);
    expect((await statement()).unsigned).toEqual([
      { path: "SHA512SUMS", reason: "changed, and waits for a signature" },
    ]);
    gpgv(oldKey.keyring, "index.json.sign", "index.json");
    await run(signing(oldKey));
    gpgv(oldKey.keyring, "SHA512SUMS.sign", "SHA512SUMS");
    expect((await statement()).unsigned).toEqual([]);
  });

  test.each([
    ["index.json", "index.json.sign"],
    ["s.json", "s.sjson"],
  ])("what a run replaces while it is signed gets no signature of before: %s", async (changing, signature) => {
    const meanwhile = ["sh", "-c", `echo newer >> '${inTree(changing)}'; exec "$@"`, "sh"];
    const [said] = await run(signing(oldKey, { command: [...meanwhile, ...oldKey.command] }));
    expect(said).toContain("it changed while it was signed");
    expect(existsSync(inTree(signature))).toBe(false);
    expect((await statement()).unsigned.map(({ path: unsigned }) => unsigned)).toContain(changing);
  });

  test("what a run replaces and signs meanwhile keeps that signature, and other files are signed", async () => {
    const byAnother = [
      ...[
        "#!/bin/sh",
        "set -e",
        `cd '${path("tree")}'`,
        "# only the index expires",
        'case $* in *"detached 10") ;; *) exit 0 ;; esac',
        "echo newer >index.json",
      ],
      `${oldKey.command.join(" ")} detached 0 <index.json >index.json.sign`,
    ];
    await writeFile(path("another.sh"), byAnother.join("\n"), { mode: 0o755 });
    const command = ["sh", "-c", `'${path("another.sh")}' "$@"; exec "$@"`, "sh", ...oldKey.command];
    await run(signing(oldKey, { command }));
    gpgv(oldKey.keyring, "index.json.sign", "index.json");
    expect(existsSync(inTree("s.sjson"))).toBe(true);
  });

  test("a signature that is due stays while no other can be had, until it expires", async () => {
    const now = new Date();
    await run(signing(oldKey), now);
    const broken = signing(oldKey, { command: ["false"] });
    await run(broken, new Date(now.getTime() + 5 * 86_400_000));
    gpgv(oldKey.keyring, "index.json.sign", "index.json");
    await run(broken, new Date(now.getTime() + 11 * 86_400_000));
    expect((await statement()).unsigned.map(({ path: unsigned }) => unsigned)).toEqual(["index.json", "s.json"]);
  });

  test.each([
    ["of another key", () => signing(newKey, { keyring: oldKey.keyring }), /gpgv refused/],
    ["that is none", () => signing(oldKey, { command: ["echo"] }), /expected -----BEGIN PGP SIGNATURE/],
    [
      "of another text",
      () => signing(oldKey, { command: ["sh", "-c", `echo x | ${oldKey.command.join(" ")} "$@"`, "sh"] }),
      /gpgv refused/,
    ],
    ["from a program that is missing", () => signing(oldKey, { command: ["/nowhere/sign"] }), /ENOENT/],
  ])("a signature %s is not published", async (_name, by, complaint) => {
    expect((await run(by())).join()).toMatch(complaint);
    await expect(stat(inTree("SHA512SUMS.sign"))).rejects.toThrow(/ENOENT/);
  });

  test("a reader's gpgv refuses a signature once it has expired: a stale mirror shows itself", async () => {
    await run(signing(oldKey, { expires: 1 }));
    const later = `--faked-system-time=${new Date(Date.now() + 2 * 86_400_000).toISOString().replace(/[-:]|\..*/g, "")}`;
    const verify = (name: string): Buffer =>
      execFileSync(
        "gpg",
        ["--no-default-keyring", "--homedir", oldKey.folder, later, "--verify", inTree(`${name}.sign`), inTree(name)],
        { stdio: "pipe" },
      );
    expect(() => verify("index.json")).toThrow(/Expired signature/);
    expect(() => verify("SHA512SUMS")).not.toThrow();
  });

  test("keys roll over: old signatures stay valid with both keys, and new ones are by the new key", async () => {
    const now = new Date();
    await run(signing(oldKey), now);
    const both = await joinKeyrings(path("both.gpg"), [oldKey, newKey]);
    await run(signing(newKey, { keyring: both }), new Date(now.getTime() + 86_400_000));
    gpgv(both, "SHA512SUMS.sign", "SHA512SUMS");
    gpgv(newKey.keyring, "index.json.sign", "index.json");
    gpgv(newKey.keyring, "s.sjson");
    expect(() => gpgv(newKey.keyring, "SHA512SUMS.sign", "SHA512SUMS")).toThrow();
    // once the old key is gone from the keyring, everything that only it signed is signed by the new one
    await rm(inTree("signatures.json"));
    await run(signing(newKey));
    gpgv(newKey.keyring, "SHA512SUMS.sign", "SHA512SUMS");
  });
});
