import { posix } from "node:path";
import * as fc from "fast-check";
import { parse, type DefaultTreeAdapterTypes, type ParserError } from "parse5";
import { expect, test } from "vitest";
import { daysBack, eraIndex, finderCatalogues, finderSettings } from "../../test/samples/finder-samples.ts";
import { day } from "../../test/samples/samples.ts";
import { hostileText, indexes } from "../../test/samples/readers-samples.ts";
import type { ReaderFile } from "../readers/format.ts";
import { memberOf, parseImageName } from "../model/image.ts";
import type { Version } from "../model/version.ts";
import { recordsApi, type IndexRecord, type Tombstone } from "../tree/record.ts";
import type { Changes } from "./changes/record.ts";
import { vulnerabilitiesIn } from "./cves.ts";
import { catalogueOf } from "./from-index.ts";
import { channelPages, treePages } from "./finder.ts";
import { pageText } from "./page.ts";
import { vulnerabilityPage } from "./pages/cve.ts";
import { samePlaces } from "./pages/places.ts";

const settings = finderSettings([]);

function pagesOf(indexed: readonly IndexRecord[], given = settings): ReaderFile[] {
  const catalogues = indexed.map((index) => catalogueOf(index));
  return [...catalogues.flatMap((each) => channelPages(each, given)), ...treePages(catalogues, given)];
}

/** A channel has one index. */
const trees = fc.uniqueArray(indexes(), { maxLength: 2, selector: ({ suite, channel }) => `${suite}/${channel}` });

/** HEADER.html is a part of the server's page. */
const isPage = ({ path }: ReaderFile): boolean => /^finder\/.*\.html$|\/tests\.html$/.test(path);

interface Parsed {
  errors: string[];
  ids: string[];
  links: string[];
  elements: string[];
}

function parsed(text: string): Parsed {
  const found: Parsed = { errors: [], ids: [], links: [], elements: [] };
  const document = parse(text, { onParseError: ({ code }: ParserError) => found.errors.push(code) });
  const visit = (node: DefaultTreeAdapterTypes.Node): void => {
    if ("attrs" in node) {
      found.elements.push(node.nodeName);
      for (const { name, value } of node.attrs) {
        if (name === "id") found.ids.push(value);
        if (name === "href") found.links.push(value);
        if (name.startsWith("on") || name === "style") found.errors.push(`attribute ${name}`);
      }
    }
    if ("childNodes" in node) node.childNodes.forEach(visit);
  };
  visit(document);
  return found;
}

/** What the tree has besides the finder, by the index. */
function servedPaths({ suite, channel, sets }: IndexRecord): string[] {
  const directory = channel === "daily" ? `${suite}/daily` : suite;
  const served = sets.flatMap(({ version, images }) => {
    const there = images.filter(({ targets }) =>
      ["current", "superseded", "hidden"].includes(targets["mirror"]?.phase ?? ""),
    );
    const files = there.flatMap((image) => image.files.map(({ name }) => name));
    const own = there.length === 0 ? [] : ["", "SHA512SUMS", "set.json"];
    return [...own, ...files].map((name) => `${directory}/${version}/${name}`);
  });
  return [
    ...served,
    ...["index.json", "feed.atom", "debian-cloud.gpg", "latest/", "tests.json"].map((name) => `${directory}/${name}`),
  ];
}

test("each page is whole HTML, its ids are its own, and every link leads somewhere", () => {
  fc.assert(
    fc.property(trees, (indexed) => {
      const pages = pagesOf(indexed);
      const ids = new Map(pages.map(({ path, text }) => [path, parsed(text).ids]));
      const files = new Set([
        ...pages.map(({ path }) => path),
        ...indexed.flatMap(servedPaths),
        "streams/v1/index.json",
      ]);
      for (const { path, text } of pages.filter(isPage)) {
        const { errors, links, elements } = parsed(text);
        expect(errors, path).toEqual([]);
        expect(elements.filter((name) => name === "h1")).toHaveLength(1);
        expect(elements).not.toContain("script");
        expect(new Set(ids.get(path)).size).toBe(ids.get(path)?.length);
        for (const link of links.filter((each) => !each.startsWith("https://"))) {
          const [target = "", anchor] = link.split("#");
          const file = target === "" ? path : posix.join(posix.dirname(path), decodeURIComponent(target));
          if (target !== "") expect(files, `${link} on ${path}`).toContain(file);
          if (anchor !== undefined) expect(ids.get(file), `${link} on ${path}`).toContain(anchor);
        }
      }
    }),
  );
});

/** What each set changed, in the words of a build. */
const changedBy = ({ suite, channel, made, sets }: IndexRecord, text: string): ReadonlyMap<Version, Changes> =>
  new Map(
    sets.map(({ version, images: all }): [Version, Changes] => {
      const images = all.map(memberOf);
      const facts = images.map((member) => ({ member, against: version, packages: 1, bytes: 1, bootSeconds: 1 }));
      const fixes = [
        {
          advisory: text,
          cves: [text, "CVE-2026-31001"],
          source: text,
          version: text,
          urgency: "high" as const,
          images,
        },
      ];
      const changes = [
        { packages: [text], names: ["security" as const], before: text, after: text, fixes: [text], images },
      ];
      const identity = { apiVersion: recordsApi, kind: "Changes", suite, channel, version, shown: made } as const;
      return [version, { ...identity, images: facts, fixes, changes, rebuilds: 1 }];
    }),
  );

test("what builds, people and clouds wrote is text on every page, never markup", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const marked = `${text}<script>1</script><img src=x onerror=1>`;
      fc.assert(
        fc.property(indexes(fc.constant(marked)), (index) => {
          const changes = changedBy(index, marked);
          const vulnerabilities = [...changes.values()]
            .flatMap(vulnerabilitiesIn)
            .map((vulnerability) => pageText(vulnerabilityPage(vulnerability)));
          const told = { ...catalogueOf(index), changes, summaries: changes };
          const pages = [...channelPages(told, settings), ...treePages([told], settings)].filter(isPage);
          for (const text of [...pages.map((page) => page.text), ...vulnerabilities]) {
            const { elements, errors } = parsed(text);
            expect(errors).toEqual([]);
            expect(elements).not.toContain("img");
            expect(elements).not.toContain("script");
          }
        }),
        { numRuns: 3 },
      );
    }),
    { numRuns: 15 },
  );
});

test("an image that never was public is named on no page", () => {
  fc.assert(
    fc.property(indexes(), (index) => {
      const images = index.sets.flatMap((set) => set.images);
      const wasShown = ({ targets }: (typeof images)[number]): boolean =>
        targets["mirror"]?.days.shown !== undefined && !["made", "held", "failed"].includes(targets["mirror"].phase);
      const shown = new Set(images.filter(wasShown).map(({ name }) => name));
      for (const { path, text } of pagesOf([index]))
        for (const [name] of text.matchAll(/debian-1[0-9](?:-backports)?-[a-z0-9]+-[a-z0-9]+(?:-daily)?-\d{8}-\d+/g))
          expect(shown, path).toContain(name);
    }),
  );
});

test.each<[string, Partial<Tombstone>, number]>([
  ["was shown", { phase: "withdrawn", shown: day("2026-11-20") }, 1],
  ["was withdrawn before it was shown", { phase: "withdrawn", shown: null }, 0],
  ["was withdrawn, by a tombstone that does not say whether it was shown", { phase: "withdrawn" }, 1],
  ["failed, by such a tombstone", { phase: "failed" }, 0],
])("a removed image that %s has its page or has none", (_case, told, pages) => {
  const era = { suite: "trixie", channel: "daily", days: daysBack(0, 0), most: 1 } as const;
  const index = eraIndex(era, daysBack(130, 130));
  const removed = index.removed.map((stone): Tombstone => ({ ...stone, ...told }));
  const version = parseImageName(removed[0]?.image ?? "")?.version;
  const found = pagesOf([{ ...index, removed }]).filter(({ path }) => path.includes(`/${version}/`));
  expect(found.filter(({ path }) => !path.endsWith("/index.html"))).toHaveLength(pages);
});

test("the same index gives the same pages", () => {
  fc.assert(
    fc.property(indexes(), (index) => {
      expect(pagesOf([structuredClone(index)])).toEqual(pagesOf([index]));
    }),
    { numRuns: 20 },
  );
});

/** The pages of years of dailies and releases. */
const catalogues = finderCatalogues();
const story: ReaderFile[] = [
  ...catalogues.flatMap((each) => channelPages(each, settings)),
  ...treePages(catalogues, settings),
];

test("after years every page is below 100 kB, and whole HTML", () => {
  for (const [at, page] of story.filter(isPage).entries()) {
    expect(Buffer.byteLength(page.text), page.path).toBeLessThan(100_000);
    const isOneOfMany = /\/\d{8}-\d+\//.test(page.path) && at % 60 !== 0;
    if (!isOneOfMany) expect(parsed(page.text).errors, page.path).toEqual([]);
  }
});

const pageAt = (path: string): string => story.find((page) => page.path === `finder/${path}`)?.text ?? "";

test("the front page answers which one to take, with releases first", () => {
  const page = pageAt("index.html");
  expect(page.indexOf("Which one do I take?")).toBeLessThan(page.indexOf(">Releases<"));
  expect(page.indexOf(">Releases<")).toBeLessThan(page.indexOf(">Daily builds<"));
  expect(page).toContain("It has the full kernel");
});

test.each([
  ["trixie/daily/20261129-2677/generic-amd64.html", /The newest, since\s+<time>2026-11-29<\/time>/],
  [
    "trixie/daily/20261126-2674/generic-amd64.html",
    /Superseded by\s+<a[^>]*>20261127-2675<\/a>\s+on\s+<time>2026-11-27<\/time>; its files stay until\s+<time>2027-03-26<\/time> at least/,
  ],
  ["trixie/daily/20261128-2676/generic-amd64.html", /Withdrawn on\s+<time>2026-11-30<\/time>: boots without network/],
  ["trixie/daily/20261101-2649/generic-amd64.html", /No longer listed since\s+<time>2026-11-15/],
  ["trixie/daily/20260801-2557/generic-amd64.html", /Removed on\s+<time>2026-11-29<\/time>: hidden for 106 days/],
])("%s says its state in words and dates", (path, words) => {
  expect(pageAt(path)).toMatch(words);
});

test.each([
  ["trixie/daily/20261129-2677/index.html", true],
  ["trixie/daily/20261129-2677/generic-amd64.html", true],
  ["trixie/daily/20261126-2674/index.html", true],
  ["trixie/daily/20261128-2676/index.html", false],
  ["trixie/daily/20260801-2557/index.html", false],
  ["trixie/20261126-2674/index.html", false],
])("%s says that a public daily is not to be pinned: %s", (path, says) => {
  expect(pageAt(path)).not.toBe("");
  expect(pageAt(path).includes("do not pin it")).toBe(says);
});

test("every version of years is on a page of its period", () => {
  const archives = story.filter(({ path }) => path.startsWith("finder/trixie/daily/archive/"));
  for (const { version } of catalogues.find(({ directory }) => directory === "trixie/daily")?.sets ?? [])
    expect(archives.filter(({ text }) => text.includes(`>${version}</a></th`))).toHaveLength(1);
});

test("places that have the same of everything are one row", () => {
  const ids: Record<string, string> = {
    "azure-eastus": "gallery/1",
    "azure-westeurope": "gallery/1",
    "azure-uksouth": "gallery/0",
  };
  const places = Object.keys(ids);
  expect(samePlaces(places, (target) => ({ target, refs: [ids[target]] }))).toEqual([
    ["azure-eastus", "azure-westeurope"],
    ["azure-uksouth"],
  ]);
});

test.each([
  ["an image that is made for one cloud names its places first", "20261126-2674/ec2-amd64", ["clouds", "download"]],
  ["an image that runs anywhere names its files first", "20261126-2674/genericcloud-amd64", ["download", "clouds"]],
])("%s", (_what, page, expected) => {
  const [trixie] = finderCatalogues();
  const files = trixie === undefined ? [] : channelPages(trixie, settings);
  const text = files.find(({ path }) => path === `finder/trixie/${page}.html`)?.text ?? "";
  expect([...text.matchAll(/<h2 id="(clouds|download)"/g)].map(([, id]) => id)).toEqual(expected);
});

test("a place in a cloud has the image there and the one before side by side", () => {
  const page = pageAt("trixie/index.html");
  expect(page).toMatch(
    /debian<\/th\s*>((?!<\/tr)[^])*20261126-2674((?!<\/tr)[^])*<code class="id">((?!<\/tr)[^])*20261012-2629/,
  );
});

test("the commands of a set's page fetch its checksums through redirects, and check the signature", () => {
  const [catalogue] = catalogues;
  const path = `${catalogue?.directory ?? ""}/${catalogue?.sets[0]?.version ?? ""}`;
  const signed = { ...settings, url: "https://example.org/images", signed: true };
  const page = catalogue && channelPages(catalogue, signed).find((each) => each.path === `finder/${path}/index.html`);
  for (const name of ["SHA512SUMS", "SHA512SUMS.sign"])
    expect(page?.text).toContain(`curl --location --remote-name https://example.org/images/${path}/${name}\n`);
  expect(page?.text).toContain("gpgv --keyring ./debian-cloud.gpg SHA512SUMS.sign SHA512SUMS\n");
});

test("the root leads to the newest images of each channel that has some", () => {
  const [header] = treePages(catalogues, settings);
  const links = [...(header?.text ?? "").matchAll(/href="([^"]*latest\/)"/g)].map(([, link]) => link);
  expect(links.toSorted()).toEqual(["bookworm/latest/", "sid/daily/latest/", "trixie/daily/latest/", "trixie/latest/"]);
});

test.each([
  ["an image", "trixie/daily/20261126-2674/generic-amd64.html", "2026-11-27", "generic-amd64-daily-20261126-2674.json"],
  ["a set", "trixie/daily/20261126-2674/index.html", "2026-11-27", "set.json"],
  ["a removed image", "trixie/daily/20260801-2557/generic-amd64.html", "2026-11-29", undefined],
])("the page of %s names the day of its last change, and its file for programs", (_what, path, changed, file) => {
  const page = pageAt(path);
  expect(page).toMatch(new RegExp(`Last change:\\s*<time>${changed}`));
  const twins = [...page.matchAll(/rel="alternate"[^>]*href="([^"]*)"/g)].map(([, href = ""]) => posix.basename(href));
  expect(twins[0]?.endsWith(file ?? "")).toBe(file === undefined ? undefined : true);
});

test.each([
  ["leads to the log of its build, with its size", { log: true }, /<a href="[^"]*\.log">what it wrote<\/a> 12\.3 kB/],
  ["says why there is no log", { log: false }, /Build log<\/dt>\s*<dd>the build names no job/],
])("an image %s", (_what, { log }, words) => {
  const index = eraIndex({ suite: "trixie", channel: "daily", days: daysBack(0, 0), most: 1 });
  for (const image of index.sets.flatMap(({ images }) => images)) {
    if (log) image.files.push({ name: `${image.name}.log`, size: 12_345, sha512: "e".repeat(128) });
    else image.build.noLog = "the build names no job";
  }
  const pages = channelPages(catalogueOf(index), settings);
  expect(pages.find(({ path }) => /\/[a-z0-9]+-[a-z0-9]+\.html$/.test(path))?.text).toMatch(words);
});
