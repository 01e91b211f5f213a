import { describe, expect, it } from "vitest";
import { UserError } from "../../model/errors.ts";
import { trackedIssues } from "./tracker.ts";

const where = "tracker/data/json";
const wanted = { codename: "bookworm", sources: new Set(["linux", "openssl"]) };

const release = {
  status: "resolved",
  repositories: { bookworm: "3.0.14-1~deb12u1", "bookworm-security": "3.0.15-1~deb12u1" },
  fixed_version: "3.0.15-1~deb12u1",
  urgency: "medium",
};
const vulnerability = (of: object, codename = "bookworm") => ({
  description: 'A "quoted" } brace \\ and é',
  debianbug: 1072113,
  scope: "local",
  releases: { [codename]: { ...release, ...of } },
});
const tracker = (...releases: object[]) => ({
  "0ad": { "CVE-2020-1": vulnerability({}) },
  openssl: Object.fromEntries(releases.map((of, index) => [`CVE-2024-${1000 + index}`, vulnerability(of)])),
});

const issuesIn = (content: string) => trackedIssues(content, wanted, where);

function refusal(content: string): string {
  try {
    issuesIn(content);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return "read";
}

describe("a vulnerability of a wanted source", () => {
  it.each([
    ["fixed by a version", {}, {}],
    ["never there", { fixed_version: "0" }, { fixed: null }],
    ["without a fix", { status: "open", fixed_version: undefined }, { status: "open", fixed: null }],
    ["not looked into", { status: "undetermined", fixed_version: undefined }, { status: "undetermined", fixed: null }],
    ["that nobody hurries for", { nodsa: "Minor issue", nodsa_reason: "" }, { noDsa: true }],
    ["with an urgency of the NVD", { urgency: "low**" }, { urgency: "low" }],
    ["that was not weighed yet", { urgency: "not yet assigned" }, { urgency: "not yet assigned" }],
  ])("%s", (_, said, understood) => {
    const issue = {
      cve: "CVE-2024-1000",
      status: "resolved",
      fixed: "3.0.15-1~deb12u1",
      urgency: "medium",
      noDsa: false,
    };
    expect(issuesIn(JSON.stringify(tracker(said)))).toEqual(new Map([["openssl", [{ ...issue, ...understood }]]]));
  });

  it("is none of the suite's when only other suites have it", () => {
    const data = { openssl: { "CVE-2024-1": vulnerability({}, "trixie"), "CVE-2024-2": vulnerability({}) } };
    expect(issuesIn(JSON.stringify(data)).get("openssl")).toMatchObject([{ cve: "CVE-2024-2" }]);
  });
});

it("keeps nothing of sources that are not wanted", () => {
  expect([...issuesIn(JSON.stringify({ zsh: {}, bash: {}, linux: {} })).keys()]).toEqual(["linux"]);
});

describe("the tracker's data is refused", () => {
  const whole = JSON.stringify(tracker({}));
  it.each([
    ["nothing", "", where, "JSON"],
    ["no sources", "{}", where, "the tracker's sources"],
    ["a list", `[${whole}]`, where, "an object"],
    ["a text", '"openssl"', where, "an object"],
    ["a page of a web server", "<html></html>", where, "JSON"],
    ["an answer of another kind", '{"error": {"code": 503}}', `${where}: error`, "CVE-2024-1234"],
    ["a first source that is no object", '{"0ad": [], "linux": {}}', `${where}: 0ad`, "an object"],
    ["a wanted source that is null", '{"0ad": {}, "linux": null}', `${where}: linux`, "an object"],
    ["a vulnerability without releases", '{"linux": {"CVE-2024-1": {}}}', "CVE-2024-1.releases", "object"],
    ["a vulnerability without a name", '{"linux": {"1": {"releases": {}}}}', "linux: 1", "CVE-2024-1234"],
    ["an unknown status", JSON.stringify(tracker({ status: "fine" })), "bookworm.status", "open"],
    ["an unknown urgency", JSON.stringify(tracker({ urgency: "grave" })), "bookworm.urgency", "high"],
    ["a fixed version that is none", JSON.stringify(tracker({ fixed_version: 3 })), "fixed_version", "a text"],
    ["something behind its end", `${whole} {}`, where, "JSON"],
  ])("with %s", (_, content, place, expected) => {
    const message = refusal(content);
    expect(message).toContain(where);
    expect(message).toContain(place);
    expect(message).toContain(expected);
  });

  it("when it is cut off anywhere", () => {
    for (let length = 0; length < whole.length; length += 1)
      expect(refusal(whole.slice(0, length)), `cut after ${length}`).not.toBe("read");
  });
});
