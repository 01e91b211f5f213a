import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { UserError } from "../../model/errors.ts";
import { atOnce, inPieces, pieceSizes } from "../../../test/samples/security-samples.ts";
import { trackedIssues } from "./tracker.ts";
import { urgencies } from "./types.ts";

const where = "tracker/data/json";
const wanted = { codename: "bookworm", sources: new Set(["linux", "openssl"]) };

const release = {
  status: "resolved",
  repositories: { bookworm: "3.0.14-1~deb12u1", "bookworm-security": "3.0.15-1~deb12u1" },
  fixed_version: "3.0.15-1~deb12u1",
  urgency: "medium",
};
const hole = (of: object, codename = "bookworm") => ({
  description: 'A "quoted" } brace \\ and é',
  debianbug: 1072113,
  scope: "local",
  releases: { [codename]: { ...release, ...of } },
});
const tracker = (...releases: object[]) => ({
  "0ad": { "CVE-2020-1": hole({}) },
  openssl: Object.fromEntries(releases.map((of, index) => [`CVE-2024-${1000 + index}`, hole(of)])),
});

const issuesIn = (content: string) => trackedIssues(atOnce(content), wanted, where);

async function refusal(content: string): Promise<string> {
  try {
    await issuesIn(content);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return "read";
}

describe("a hole of a wanted source", () => {
  it.each([
    ["fixed by a version", {}, {}],
    ["never there", { fixed_version: "0" }, { fixed: null }],
    ["without a fix", { status: "open", fixed_version: undefined }, { status: "open", fixed: null }],
    ["not looked into", { status: "undetermined", fixed_version: undefined }, { status: "undetermined", fixed: null }],
    ["that nobody hurries for", { nodsa: "Minor issue", nodsa_reason: "" }, { noDsa: true }],
    ["with an urgency of the NVD", { urgency: "low**" }, { urgency: "low" }],
    ["that was not weighed yet", { urgency: "not yet assigned" }, { urgency: "not yet assigned" }],
  ])("%s", async (_, said, understood) => {
    const issue = {
      cve: "CVE-2024-1000",
      status: "resolved",
      fixed: "3.0.15-1~deb12u1",
      urgency: "medium",
      noDsa: false,
    };
    expect(await issuesIn(JSON.stringify(tracker(said)))).toEqual(
      new Map([["openssl", [{ ...issue, ...understood }]]]),
    );
  });

  it("is none of the suite's when only other suites have it", async () => {
    const data = { openssl: { "CVE-2024-1": hole({}, "trixie"), "CVE-2024-2": hole({}) } };
    expect((await issuesIn(JSON.stringify(data))).get("openssl")).toMatchObject([{ cve: "CVE-2024-2" }]);
  });
});

it("keeps nothing of sources that are not wanted", async () => {
  expect([...(await issuesIn(JSON.stringify({ zsh: {}, bash: {}, linux: {} }))).keys()]).toEqual(["linux"]);
});

describe("the tracker's data is refused", () => {
  const whole = JSON.stringify(tracker({}));
  const linux = '"linux": {"CVE-2024-1": {"releases": {}}}';
  it.each([
    ["nothing", "", "byte 0", "cut off"],
    ["no sources", "{}", where, "the tracker's sources"],
    ["a list", `[${whole}]`, "byte 0", "an object"],
    ["a text", '"openssl"', "byte 0", "an object"],
    ["a page of a web server", "<html></html>", "byte 0", "an object"],
    ["a byte order mark", `\ufeff${whole}`, "byte 0", "an object"],
    ["an answer of another kind", '{"error": {"code": 503}}', `${where}: error`, "CVE-2024-1234"],
    ["a source that is no object", '{"0ad": [], "linux": {}}', "byte 8", "an object"],
    ["a source that is null", '{"linux": null}', "byte 10", "an object"],
    ["a wanted source twice", `{${linux}, ${linux}}`, "byte 44", "each key once"],
    ["an unwanted source twice", `{"0ad": {}, ${linux}, "\\u0030ad": {}}`, "byte 55", "each key once"],
    [
      "a hole twice",
      '{"linux": {"CVE-2024-1": {"releases": {}}, "CVE-2024-1": {"releases": {}}}}',
      "linux",
      "each key once",
    ],
    ["a release twice", whole.replaceAll('"bookworm":{', '"bookworm":{},"bookworm":{'), ": 0ad", "each key once"],
    ["a hole without releases", '{"linux": {"CVE-2024-1": {}}}', "CVE-2024-1.releases", "object"],
    ["a hole without a name", '{"linux": {"1": {"releases": {}}}}', "linux: 1", "CVE-2024-1234"],
    ["an unknown status", JSON.stringify(tracker({ status: "fine" })), "bookworm.status", "open"],
    ["an unknown urgency", JSON.stringify(tracker({ urgency: "grave" })), "bookworm.urgency", "high"],
    ["a fixed version that is none", JSON.stringify(tracker({ fixed_version: 3 })), "fixed_version", "a text"],
    ["a broken wanted source", whole.replace('"resolved"', "resolved"), ": 0ad", "JSON"],
    ["a missing comma", `{${linux} "openssl": {}}`, "byte 43", "a comma"],
    ["a missing colon", '{"linux" {}}', "byte 9", "a colon"],
    ["a missing key", `{${linux},}`, "byte 43", "a key"],
    ["a key that is none", '{"li\nnux": {}}', "byte 1", "a key"],
    ["something behind its end", `${whole} {}`, "byte", "nothing behind"],
  ])("with %s", async (_, content, place, expected) => {
    const message = await refusal(content);
    expect(message).toContain(where);
    expect(message).toContain(place);
    expect(message).toContain(expected);
  });

  it.each(["0ad", "openssl"])("with other than UTF-8 in %s", async (source) => {
    const bytes = Buffer.from(whole);
    bytes[bytes.indexOf(source) + 30] = 0xff;
    await expect(trackedIssues(atOnce(bytes), wanted, where)).rejects.toThrow(UserError);
  });

  it("when it is cut off anywhere", async () => {
    for (let length = 0; length < whole.length; length += 1)
      expect(await refusal(whole.slice(0, length)), `cut after ${length}`).not.toBe("read");
  });
});

const anyText = fc.string({ unit: "grapheme", maxLength: 12 });
const anyRelease = fc.record(
  {
    status: fc.constantFrom("open", "resolved", "undetermined"),
    repositories: fc.dictionary(anyText, anyText, { maxKeys: 2 }),
    fixed_version: fc.constantFrom("0", "1.2-3", "1:2~rc1-4+deb12u1"),
    urgency: fc.constantFrom(...urgencies),
    nodsa: anyText,
  },
  { requiredKeys: ["status", "repositories", "urgency"] },
);
const anyHole = fc.record({
  description: fc.oneof(anyText, fc.constantFrom("{", "}]", '\\"', "\\\\", '":{"')),
  releases: fc.dictionary(fc.constantFrom("bookworm", "trixie", "sid"), anyRelease),
});
const anyCve = fc.integer({ min: 1000, max: 9999 }).map((number) => `CVE-2024-${number}`);
const anySource = fc.oneof(fc.constantFrom("linux", "openssl"), anyText);
const anyTracker = fc.dictionary(anySource, fc.dictionary(anyCve, anyHole, { maxKeys: 3 }), { minKeys: 1, maxKeys: 6 });
type Tracker = typeof anyTracker extends fc.Arbitrary<infer Value> ? Value : never;

/** What the tracker says, from the whole of it at once. */
function expectedOf(whole: Tracker): [string, unknown[]][] {
  return Object.entries(whole)
    .filter(([source]) => wanted.sources.has(source))
    .map(([source, holes]) => [
      source,
      Object.entries(holes).flatMap(([cve, { releases }]) => {
        const said = releases["bookworm"];
        if (said === undefined) return [];
        const { status, urgency, nodsa, fixed_version: fixed } = said;
        return [{ cve, status, urgency, noDsa: nodsa !== undefined, fixed: fixed === "0" ? null : (fixed ?? null) }];
      }),
    ]);
}

test("in whatever pieces it comes, the answer is that of the whole", async () => {
  const spaces = fc.constantFrom(undefined, 1, 4, "\t", "\r\n ");
  await fc.assert(
    fc.asyncProperty(anyTracker, spaces, pieceSizes, async (data, space, sizes) => {
      const text = JSON.stringify(data, null, space);
      const issues = await trackedIssues(inPieces(text, sizes), wanted, where);
      expect([...issues].toSorted()).toEqual(expectedOf(data).toSorted());
    }),
    { numRuns: 300 },
  );
});

/** So many sources of 100 KB each, every hundredth of them wanted. */
async function* manySources(count: number): AsyncGenerator<Uint8Array> {
  const holes = Array.from({ length: 250 }, (_, index) => [
    `CVE-2024-${1000 + index}`,
    hole({ nodsa: "x".repeat(100) }),
  ]);
  const body = Buffer.from(JSON.stringify(Object.fromEntries(holes)));
  for (let source = 0; source < count; source += 1)
    yield Buffer.concat([Buffer.from(`${source === 0 ? "{" : ","}"source-${source}":`), body]);
  yield Buffer.from("}");
}

test("of hundreds of MB no more is kept than what is wanted", async () => {
  const sources = Array.from({ length: 20 }, (_, index) => `source-${index * 100}`);
  let [bytes, peak] = [0, 0];
  const used = () => {
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = used();
  async function* watched() {
    for await (const chunk of manySources(2000)) {
      bytes += chunk.length;
      peak = Math.max(peak, used() - before);
      yield chunk;
    }
  }
  const issues = await trackedIssues(watched(), { codename: "bookworm", sources: new Set(sources) }, where);
  expect(issues.size).toBe(20);
  expect(bytes).toBeGreaterThan(150 * 2 ** 20);
  // what waits for the collector counts as well
  expect(peak).toBeLessThan(100 * 2 ** 20);
});
