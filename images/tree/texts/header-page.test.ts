import { XMLParser, XMLValidator } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import { headerPage, type PageOf } from "./header-page.ts";
import { version as versionOf } from "../../../test/samples/samples.ts";

const version = versionOf("20260717-2542");

const set: PageOf = { kind: "set", suite: "trixie", channel: "daily", version };
const pages: [string, PageOf][] = [
  ["the root", { kind: "root", suites: [{ suite: "trixie", latest: ["release"] }] }],
  ["a suite", { kind: "channel", suite: "trixie", channel: "release" }],
  ["a suite's dailies", { kind: "channel", suite: "trixie", channel: "daily" }],
  ["latest", { kind: "latest", suite: "trixie", channel: "daily" }],
  ["a version", set],
];

describe("the page of a directory", () => {
  it.each(pages)("of %s is well-formed, one element with one title", (_, page) => {
    const html = headerPage(page, { dailiesGoAfter: 120, notes: [{ text: "a < b & c" }] });
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- what replaces it is another package
    expect(XMLValidator.validate(html)).toBe(true);
    expect(Object.keys(new XMLParser().parse(html) as object)).toEqual(["div"]);
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(html).not.toMatch(/<(html|head|body|script)/);
  });

  it.each(pages.filter(([name]) => name !== "a suite"))("of %s says how long dailies stay", (_, page) => {
    expect(headerPage(page, { dailiesGoAfter: 90 })).toContain("removed 90 days after it was published");
  });

  it("of a release says nothing about dailies", () => {
    const page = headerPage({ kind: "channel", suite: "trixie", channel: "release" }, { dailiesGoAfter: 90 });
    expect(page).not.toContain("90 days");
    expect(page).not.toContain("daily cloud images");
  });

  it("tells generic from genericcloud, and names only what the suite has", () => {
    const page = headerPage(set, { dailiesGoAfter: 120 });
    expect(page).toMatch(/<dt>generic<\/dt>\n<dd>.*full kernel/);
    expect(page).toMatch(/<dt>genericcloud<\/dt>\n<dd>.*cloud kernel/);
    expect(page).toContain("<dt>raspi</dt>");
    expect(headerPage({ ...set, suite: "bullseye" }, { dailiesGoAfter: 120 })).not.toContain("raspi");
  });

  it("names no vendor but those that it is told of", () => {
    const page = headerPage(set, { dailiesGoAfter: 120, about: new Map([["mycloud", "for MyCloud & friends"]]) });
    expect(page).toMatch(/<dl>\n<dt>mycloud<\/dt>\n<dd>for MyCloud &amp; friends<\/dd>\n<\/dl>/);
    expect(headerPage(set, { dailiesGoAfter: 120, about: new Map() })).not.toContain("<dl>");
  });

  it("shows its notes first, as text", () => {
    const page = headerPage(set, {
      dailiesGoAfter: 120,
      notes: [{ text: "withdrawn: <b>broken</b> & gone", link: { path: "../latest/", text: "The newest" } }],
    });
    expect(page).toContain(
      '<strong>withdrawn: &lt;b&gt;broken&lt;/b&gt; &amp; gone</strong> <a href="../latest/">The newest</a>',
    );
    expect(page.indexOf("withdrawn")).toBeLessThan(page.indexOf("<dl>"));
  });

  it("of the root leads to what each suite has", () => {
    const suites = [
      { suite: "trixie", latest: ["daily", "release"] },
      { suite: "bookworm", latest: ["release"] },
      { suite: "sid", latest: [] },
    ] as const;
    const page = headerPage({ kind: "root", suites }, { dailiesGoAfter: 120 });
    const links = [...page.matchAll(/href="(.*?)"/g)].map(([, path]) => path);
    expect(links).toEqual([
      "finder/index.html",
      "trixie/",
      "trixie/daily/latest/",
      "trixie/latest/",
      "bookworm/",
      "bookworm/latest/",
      "sid/",
    ]);
  });
});
