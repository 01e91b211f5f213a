import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { imageName } from "../../../../images/model/image.ts";
import { addListings } from "../../../../storage/tree/remarks/marketplace.ts";
import { day } from "../../../../test/samples/samples.ts";
import {
  dailyOf,
  first,
  indexUrn,
  latestUrn,
  makeWorld,
  publish,
  second,
  writeIndex,
  type World,
} from "../../world.fixture.ts";

let world: World;
beforeEach(async () => (world = await makeWorld()));
afterEach(() => world.end());

const openssl = (version: string) => ({
  packages: [
    { name: "adduser", version: "3.152" },
    { name: "openssl", version },
  ],
  beside: {
    "dpkg-status": `Package: openssl\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n\n`,
  },
});

const advisory = `[17 Jul 2026] DSA-6131-1 openssl - security update
\t{CVE-2026-31001}
\t[trixie] - openssl 3.5.4-1~deb13u2
`;

async function published(): Promise<void> {
  const list = join(world.root, "list");
  await writeFile(list, advisory);
  const advisories = JSON.stringify([list]);
  await world.provider.configure({ tree: world.tree, staging: world.staging, jobs: 2, advisories });
  await publish(world, dailyOf(first), openssl("3.5.4-1~deb13u1"));
  await publish(world, dailyOf(second), openssl("3.5.4-1~deb13u2"));
  await writeIndex(world);
}

/** The newer one of the published images. */
const image = `debian-13-genericcloud-amd64-daily-${second}`;

const text = (path: string): Promise<string> => readFile(join(world.tree, "finder", path), "utf8");
const setPage = `trixie/daily/${second}/index.html`;

test("a set's page names what it fixes against the set before, and each vulnerability has a page", async () => {
  await published();
  expect(await text(setPage)).toMatch(/DSA-6131-1.*openssl.*3\.5\.4-1~deb13u2.*CVE-2026-31001/s);
  expect(await text("cve/CVE-2026-31001.html")).toContain(second);
  expect(JSON.parse(await text("cve/CVE-2026-31001.json"))).toMatchObject({
    fixed: [{ suite: "trixie", channel: "daily", version: second, fixedIn: "3.5.4-1~deb13u2" }],
  });
  expect(await text("cve/index.html")).toContain("CVE-2026-31001");
});

test("what a set brought stays when the set before it is gone", async () => {
  await published();
  const before = await text(setPage);
  await rm(join(world.tree, "trixie/daily", first), { recursive: true });
  await writeIndex(world);
  expect(await text(`trixie/daily/${second}/changes.json`)).toContain("DSA-6131-1");
  expect(await text(setPage)).toBe(before);
});

test("a run that was killed between a vulnerability's page and the set's own file finds what is missing", async () => {
  await published();
  const [page, changes] = [`cve/CVE-2026-31001.html`, `trixie/daily/${second}/changes.json`];
  const [pageBefore, changesBefore] = [await text(page), await text(changes)];
  for (const path of [changes, page]) await rm(join(world.tree, "finder", path));
  await writeIndex(world);
  expect([await text(page), await text(changes)]).toEqual([pageBefore, changesBefore]);
});

test.each([
  ["a page", `finder/${setPage}`],
  ["a set's changes", `finder/trixie/daily/${second}/changes.json`],
  ["a vulnerability's page", "finder/cve/CVE-2026-31001.html"],
  ["the front page", "finder/index.html"],
  ["a list of the whole tree", "streams/v1/index.json"],
])("what a run that was killed while it replaced %s left beside it is gone after the next", async (_what, file) => {
  await published();
  const written = join(world.tree, file);
  const left = join(dirname(written), `.${basename(written)}.6f2d1c1e-3a34-4d0c-9c55-0d6a5a8d2f11.new`);
  const others = join(dirname(written), ".other.html.6f2d1c1e-3a34-4d0c-9c55-0d6a5a8d2f11.new");
  for (const path of [left, others]) await writeFile(path, "half a page");
  // the vulnerability's page is made again only with the changes of its set
  for (const path of [written, join(world.tree, `finder/trixie/daily/${second}/changes.json`)])
    await rm(path, { force: true });
  await writeIndex(world);
  const names = await readdir(dirname(written));
  expect(names).toContain(basename(written));
  expect(names).not.toContain(basename(left));
  // another channel's run may be writing it now
  expect(names).toContain(basename(others));
});

test("a page that somebody changed or removed is seen, and made again", async () => {
  await published();
  const before = await text(setPage);
  const state = await writeIndex(world);
  await writeFile(join(world.tree, "finder", setPage), "changed");
  await rm(join(world.tree, `finder/trixie/daily/${first}/index.html`));
  const { changes } = await world.provider.diff(indexUrn, state, state);
  expect(changes).not.toEqual([]);
  expect(world.said.join()).toContain(`finder/${setPage} is not as it was written last`);
  await writeIndex(world);
  expect(await text(setPage)).toBe(before);
  expect(await text(`trixie/daily/${first}/index.html`)).toContain(first);
});

test("a vulnerability's page that somebody removed is seen, and made again", async () => {
  await published();
  const before = await text("cve/CVE-2026-31001.html");
  const state = await writeIndex(world);
  await rm(join(world.tree, "finder/cve/CVE-2026-31001.html"));
  expect((await world.provider.diff(indexUrn, state, state)).changes).not.toEqual([]);
  expect(world.said.join()).toContain("finder/cve/CVE-2026-31001.html is missing");
  await writeIndex(world);
  expect(await text("cve/CVE-2026-31001.html")).toBe(before);
});

test("a repeat writes nothing", async () => {
  await published();
  const time = async (path: string): Promise<number> => (await stat(join(world.tree, "finder", path))).mtimeMs;
  const paths = ["index.html", setPage, `trixie/daily/${second}/changes.json`, "cve/CVE-2026-31001.html"];
  const before = await Promise.all(paths.map(time));
  await writeIndex(world);
  expect(await Promise.all(paths.map(time))).toEqual(before);
});

test.each([
  ["what was written of a month", "month-2026-07.json"],
  ["which months were written", "months.json"],
])("where staging lost %s, a preview says so, and the next run makes it again", async (_what, lost) => {
  await published();
  const before = await text(setPage);
  const state = await writeIndex(world);
  await rm(join(world.staging, "finder/trixie-daily", lost));
  await writeFile(join(world.tree, "finder", setPage), "changed");
  const { changes } = await world.provider.diff(indexUrn, state, state);
  expect(changes).not.toEqual([]);
  await writeIndex(world);
  expect(await text(setPage)).toBe(before);
  expect((await world.provider.diff(indexUrn, state, state)).changes).toEqual([]);
});

test.each([
  ["another version of the program wrote the pages", '{"digest":"of another"}'],
  ["nothing says which program wrote the pages", ""],
])("where %s, a preview says so, and the next run writes them again", async (_what, memory) => {
  await published();
  const state = await writeIndex(world);
  await writeFile(join(world.staging, "finder/trixie-daily/program.json"), memory);
  expect((await world.provider.diff(indexUrn, state, state)).changes).not.toEqual([]);
  expect(world.said.join()).toContain("were written by another version of this program");
  const [page, vulnerability] = [await text(setPage), await text("cve/CVE-2026-31001.html")];
  await writeFile(join(world.tree, "finder/cve/CVE-2026-31001.html"), "as another program wrote it");
  await writeIndex(world);
  expect([await text(setPage), await text("cve/CVE-2026-31001.html")]).toEqual([page, vulnerability]);
  expect((await world.provider.diff(indexUrn, state, state)).changes).toEqual([]);
});

test("a list of advisories that cannot be read is warned of, and pages say less", async () => {
  await writeFile(join(world.root, "list"), "no list\n");
  const advisories = JSON.stringify([join(world.root, "list")]);
  await world.provider.configure({ tree: world.tree, staging: world.staging, jobs: 2, advisories });
  await publish(world, dailyOf(first), openssl("1"));
  await publish(world, dailyOf(second), openssl("2"));
  await writeIndex(world);
  expect(world.said.join()).toContain("the finder names no advisory");
  expect(await text(setPage)).toContain("openssl");
});

test("the page of a withdrawn image says so, and leads to the newest", async () => {
  await published();
  const unlist = [{ image: imageName(dailyOf(second)), target: "mirror" }];
  await world.provider.create(latestUrn, {
    suite: "trixie",
    channel: "daily",
    families: { "genericcloud/amd64": first },
    unlist,
  });
  const page = await text(`trixie/daily/${second}/genericcloud-amd64.html`);
  expect(page).toContain("it is being taken away");
  expect(page).not.toMatch(/href="[^"]*\.qcow2"/);
});

test("the root has a page that leads to the finder, unless a person wrote one", async () => {
  await published();
  const root = join(world.tree, "HEADER.html");
  expect(await readFile(root, "utf8")).toContain('href="finder/index.html"');
  await writeFile(root, "<p>ours</p>");
  await writeIndex(world);
  expect(await readFile(root, "utf8")).toBe("<p>ours</p>");
});

test("a damaged page is made again as it was, with the changes that its set brought", async () => {
  await published();
  const before = await text(setPage);
  await writeFile(join(world.tree, "finder", setPage), "damaged");
  await writeIndex(world);
  expect(await text(setPage)).toBe(before);
});

test.each(["", "damaged", "{}"])(
  "what staging remembers of sets' changes is read again where it is %j",
  async (memory) => {
    await published();
    const [fixes, channel] = ["cve/index.html", "trixie/daily/index.html"];
    const before = [await text(fixes), await text(channel)];
    await writeFile(join(world.staging, "finder/trixie-daily/summaries.json"), memory);
    await writeIndex(world);
    expect([await text(fixes), await text(channel)]).toEqual(before);
  },
);

test("a set's changes that are other ones on the disk are shown as they are there", async () => {
  await published();
  const changes = join(world.tree, "finder/trixie/daily", second, "changes.json");
  await writeFile(changes, (await readFile(changes, "utf8")).replaceAll("CVE-2026-31001", "CVE-2026-310012"));
  await writeIndex(world);
  expect(await text("cve/index.html")).toContain("CVE-2026-310012");
  expect(await text(setPage)).toContain("CVE-2026-310012");
});

test("an image that was built again says what came out; a record of it that is no record costs the line alone", async () => {
  await published();
  const none = { same: 0, counts: { changed: 0, missing: 0, added: 0 }, changed: [], missing: [], added: [] };
  const files = {
    ...none,
    same: 9000,
    counts: { ...none.counts, changed: 2 },
    changed: ["etc/machine-id", "var/log/<a>"],
  };
  const record = {
    ...{ apiVersion: "cloud.debian.org/records/v1", suite: "trixie", channel: "daily", kind: "Rebuilt" },
    rebuilds: [
      {
        image,
        day: "2026-07-18",
        command: "npm run sample",
        archive: "as of the day",
        packages: { ...none, same: 300 },
        files,
        diffoscope: false,
      },
    ],
  };
  const file = join(world.tree, "trixie/daily/rebuilt.json");
  await writeFile(file, JSON.stringify(record));
  await writeIndex(world);
  const page = `trixie/daily/${second}/genericcloud-amd64.html`;
  expect(await text(page)).toContain("all 300 packages are the same; files: 9000 the same, 2 differ");
  const names = "files that differ: <code>etc/machine-id</code>, <code>var/log/&lt;a&gt;</code>";
  expect(await text(page)).toContain(names);
  await writeFile(file, "{");
  await writeIndex(world);
  expect(await text(page)).not.toContain("packages are the same");
});

test("an image that is live in a marketplace is named as there, with its command; a record that is none costs these lines alone", async () => {
  await published();
  const name = "Debian:debian-13-daily:13-gen2:0.20260717.2542";
  const listing = { image, cloud: "azure", name, day: day("2026-07-18") };
  const page = `trixie/daily/${second}/genericcloud-amd64.html`;
  await addListings(world, { suite: "trixie", channel: "daily" }, [listing]);
  await writeIndex(world);
  expect(await text(page)).toContain(`--image ${name}`);
  expect(await text(page)).toContain("2026-07-18");
  await writeFile(join(world.tree, "trixie/daily/marketplace.json"), "{");
  await writeIndex(world);
  expect(await text(page)).not.toContain(name);
});
