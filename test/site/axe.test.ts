import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { chromium, type Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { channelPages, treePages } from "../../images/finder/finder.ts";
import { vulnerabilitiesIn } from "../../images/finder/cves.ts";
import { pageText } from "../../images/finder/page.ts";
import { vulnerabilityPage } from "../../images/finder/pages/cve.ts";
import { models } from "../../targets/models.ts";
import { serveFolder, type Served } from "../../tools/dev/serve.ts";
import { finderCatalogues, finderSettings } from "../samples/finder-samples.ts";

/** The finder keeps axe-core's rules of WCAG AA in a real browser, light and dark, wide and on a phone. */

const program = spawnSync("sh", ["-c", "command -v chromium"]).stdout.toString().trim();
const isThere = program !== "";
if (!isThere) console.warn("the finder is not opened in a browser: no chromium on PATH (apt-get install chromium)");

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

const pages = [
  "index.html",
  "trixie/index.html",
  "trixie/daily/index.html",
  "trixie/daily/20261129-2677/index.html",
  "trixie/daily/20261128-2676/index.html",
  "trixie/daily/20261129-2677/genericcloud-amd64.html",
  "trixie/20261126-2674/ec2-amd64.html",
  "trixie/daily/20260801-2557/generic-amd64.html",
  "trixie/daily/archive/2026-10.html",
  "cve/index.html",
  "cve/CVE-2026-31001.html",
  "../trixie/daily/tests.html",
];

let [folder, served, browser] = ["", undefined as Served | undefined, undefined as Browser | undefined];
beforeAll(async () => {
  if (!isThere) return;
  folder = await mkdtemp(join(tmpdir(), "cloud-images-site-"));
  const catalogues = finderCatalogues();
  const settings = finderSettings(models.flatMap(({ readers }) => readers ?? []));
  const vulnerabilities = catalogues
    .flatMap(({ changes }) => [...changes.values()].flatMap(vulnerabilitiesIn))
    .map(vulnerabilityPage);
  const files = [
    ...catalogues.flatMap((each) => channelPages(each, settings)),
    ...treePages(catalogues, settings),
    ...vulnerabilities.map((page) => ({ path: page.path, text: pageText(page) })),
  ];
  for (const { path, text } of files) {
    if (path.endsWith(".html") && !pages.some((page) => posix.join("finder", page) === path)) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  served = await serveFolder(folder, 0);
  browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox"] });
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
  if (folder !== "") await rm(folder, { recursive: true });
});

const found = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
});

const views = [
  ["light", 1280],
  ["dark", 1280],
  ["light", 360],
  ["dark", 360],
] as const;

describe.skipIf(!isThere).each(views)("%s, %i pixels wide", (colorScheme, width) => {
  test.each(pages)("%s has no fault, no sideways scrolling, and nothing that the page may not load", async (path) => {
    // the browser brings the rules into the page, past the page's own policy
    const context = await browser?.newContext({ colorScheme, viewport: { width, height: 900 }, bypassCSP: true });
    const page = await context?.newPage();
    if (context === undefined || page === undefined) throw new Error("no browser");
    const refused: string[] = [];
    page.on("console", (message) => {
      // a browser asks each host for its icon
      const isIcon = message.location().url.endsWith("/favicon.ico");
      if (message.type() === "error" && !isIcon) refused.push(message.text());
    });
    try {
      await page.goto(`${served?.url ?? ""}finder/${path}`);
      await page.evaluate(await readFile(axe, "utf8"));
      const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
      const { violations } = found.parse(
        await page.evaluate(`axe.run(document, { runOnly: { type: "tag", values: ${JSON.stringify(tags)} } })`),
      );
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
      expect(refused).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    } finally {
      await context.close();
    }
  });
});
