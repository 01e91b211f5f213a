import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { dayOfDate } from "../../../images/model/day.ts";
import { buildFile, signedSumsFile } from "../../../images/tree/files.ts";
import { archiveKey, clearsigned, type ArchiveKey } from "../../../test/peers/debian/archive-keys.ts";
import { day } from "../../../test/samples/samples.ts";
import { hasGpg, makeKey } from "../../../test/samples/signing-keys.ts";
import { publicKeyFile, readOrMakeKey, signBuild } from "../../../tools/sample/signature.ts";
import { project } from "../../../tools/setup/bootstrap/folders.mjs";
import { readArtifacts, type Artifacts } from "./artifacts.ts";
import { makeArchive, putBuild } from "./builds.fixture.ts";

const today = day("2026-07-17");
const image = "debian-13-genericcloud-amd64-daily-20260717-2542";
type Name = "ci" | "next" | "stranger" | "expired";

let [shared, archive, keyring, root, source] = ["", "", "", "", ""];
let keys: Record<Name, ArchiveKey>;

beforeAll(async () => {
  shared = mkdtempSync(join(tmpdir(), "signed-build-"));
  archive = makeArchive(shared);
  const from = day("2026-01-01");
  const [ci, next, stranger, expired] = await Promise.all([
    archiveKey("ci", { from }),
    archiveKey("next", { from }),
    archiveKey("stranger", { from }),
    archiveKey("expired", { from, lasts: 100 }),
  ]);
  keys = { ci, next, stranger, expired };
  keyring = join(shared, "builds.gpg");
  writeFileSync(keyring, Buffer.concat([ci, next, expired].map((key) => key.keyring)));
});
afterAll(() => {
  rmSync(shared, { recursive: true });
});
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "builds-"));
  source = putBuild({ root, archive });
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const built = ["json", "junit.xml", "tar.xz"] as const;

const sumsOf = (base: string): string =>
  built
    .map((format) => {
      const file = buildFile(base, format);
      return `${createHash("sha512").update(readFileSync(file)).digest("hex")}  ${basename(file)}\n`;
    })
    .join("");

/** As the CI does: the sums of the files as they are now. */
async function sign(by: Name, { on = "2026-07-17", text = sumsOf(source) } = {}): Promise<void> {
  writeFileSync(signedSumsFile(source), await clearsigned(text, [{ key: keys[by], day: day(on) }]));
}

const read = (): Promise<Artifacts> => readArtifacts({ root, day: today, signedBy: keyring });

it.each<[string, () => Promise<void>]>([
  ["the key of the CI", () => sign("ci")],
  ["the key that takes its place", () => sign("next")],
  ["the key of the CI, with names marked as binary", () => sign("ci", { text: sumsOf(source).replaceAll("  ", " *") })],
])("a build is taken that is signed by %s", async (_, prepare) => {
  await prepare();
  expect(await read()).toMatchObject({ candidates: [{ source }], refusals: [] });
});

it.each<[string, () => Promise<void>, string, RegExp]>([
  ["is not signed", () => Promise.resolve(), ".SHA512SUMS.asc", /^$/],
  ["is signed by a key that nobody named", () => sign("stranger"), ".SHA512SUMS.asc", /the keyring has no key/],
  ["is signed by a key that has expired since", () => sign("expired", { on: "2026-03-01" }), ".asc", /expired/],
  ["is signed in the future", () => sign("ci", { on: "2026-07-18" }), ".asc", /future/],
  [
    "has a signature of other sums",
    () => signThen((sums) => rewrite(sums, /[0-9a-f]{8} /, "00000000 ")),
    ".asc",
    /match/,
  ],
  ["has sums without a signature", () => write(signedSumsFile(source), sumsOf(source)), ".asc", /not one signed/],
  ["has a file that is no text", () => write(signedSumsFile(source), Buffer.of(0xff)), ".asc", /no UTF-8/],
  [
    "has the sums of another build",
    () => sign("ci", { text: sumsOf(source).replaceAll("amd64", "arm64") }),
    ".asc",
    /arm64/,
  ],
  ["has two sums of one file", () => sign("ci", { text: sumsOf(source).repeat(2) }), ".asc", /build\.json/],
  ["has a path in its sums", () => sign("ci", { text: sumsOf(source).replaceAll("  ", "  ../") }), ".asc", /\.\.\//],
  ["has a manifest that was changed afterwards", () => signThen(() => append("json")), ".build.json", /other bytes/],
  ["has a report that was changed afterwards", () => signThen(() => append("junit.xml")), ".junit.xml", /other bytes/],
  ["has another archive since", () => signThen(otherArchive), ".tar.xz", /other bytes/],
  [
    "has a file more since",
    () => signThen(() => writeFileSync(buildFile(source, "info"), "a\n")),
    ".info",
    /did not sign/,
  ],
  [
    "lacks a file that was signed",
    () =>
      signThen(() => {
        rmSync(buildFile(source, "junit.xml"));
      }),
    ".junit.xml",
    /^$/,
  ],
])("a build is refused that %s", async (_, prepare, where, value) => {
  await prepare();
  const { candidates, refusals } = await read();
  expect(candidates).toEqual([]);
  expect(refusals).toHaveLength(1);
  expect(refusals[0]?.where).toContain(source);
  expect(refusals[0]?.where).toMatch(new RegExp(`${where.replaceAll(".", "\\.")}$`));
  expect(refusals[0]?.value).toMatch(value);
  expect(refusals[0]?.remedy).toContain("build the image again");
});

it.skipIf(!hasGpg())("a build is taken that tools/sign/builds.sh signed, and refused once it was changed", async () => {
  const key = await makeKey("ci of gpg");
  const env = { ...process.env, GNUPGHOME: key.folder };
  const readSigned = () => readArtifacts({ root, day: dayOfDate(new Date()), signedBy: key.keyring });
  try {
    for (const file of ["first", "again"]) {
      writeFileSync(buildFile(source, "info"), file);
      execFileSync(join(project, "tools/sign/builds.sh"), [root, key.fingerprint], { env, stdio: "pipe" });
      expect(await readSigned()).toMatchObject({ candidates: [{ source }], refusals: [] });
    }
    append("json");
    expect(await readSigned()).toMatchObject({
      candidates: [],
      refusals: [{ value: "other bytes than the CI signed" }],
    });
  } finally {
    await key.end();
  }
});

it("a sample is signed with a key that is made once", async () => {
  const file = join(root, "key");
  for (const key of [await readOrMakeKey(file), await readOrMakeKey(file)]) {
    await signBuild(source, key);
    const read = await readArtifacts({ root, day: dayOfDate(new Date()), signedBy: publicKeyFile(file) });
    expect(read).toMatchObject({ candidates: [{ source }], refusals: [] });
  }
});

it("a signed build that is bad is refused for what is bad", async () => {
  writeFileSync(buildFile(source, "junit.xml"), "<testsuites></testsuites>");
  await sign("ci");
  expect((await read()).refusals.map(({ where }) => basename(where))).toEqual([
    basename(buildFile(source, "junit.xml")),
  ]);
});

it("where the keys cannot be read, no new build is taken, which is said once; what was made before stays", async () => {
  putBuild({ root, archive, arch: "arm64", folder: "other" });
  const nowhere = { root, day: today, signedBy: join(shared, "nowhere.gpg") };
  const { candidates, refusals } = await readArtifacts(nowhere);
  expect([candidates, refusals.map(({ where }) => where)]).toEqual([[], [nowhere.signedBy]]);
  const made = new Map([[image, "5".repeat(128)]]);
  expect((await readArtifacts({ ...nowhere, made })).candidates.map((each) => each.source)).toEqual([source]);
});

it("a build of which the image was made before needs no signature any more", async () => {
  const made = new Map([[image, "5".repeat(128)]]);
  expect(await readArtifacts({ root, day: today, signedBy: keyring, made })).toMatchObject({
    candidates: [{}],
    refusals: [],
  });
});

async function signThen(change: (sums: string) => void): Promise<void> {
  await sign("ci");
  change(signedSumsFile(source));
}

function write(path: string, content: string | Uint8Array): Promise<void> {
  writeFileSync(path, content);
  return Promise.resolve();
}

function rewrite(path: string, from: RegExp, to: string): void {
  writeFileSync(path, readFileSync(path, "utf8").replace(from, to));
}

function append(format: "json" | "junit.xml"): void {
  appendFileSync(buildFile(source, format), "\n");
}

/** As sound as the signed one. */
function otherArchive(): void {
  const file = buildFile(source, "tar.xz");
  rmSync(file);
  writeFileSync(file, readFileSync(makeArchive(root)));
}
