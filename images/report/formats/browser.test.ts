import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reportSaying } from "../../../test/samples/report/hostile.ts";
import { reportHtml } from "./html.ts";

const hasChromium = spawnSync("chromium", ["--version"]).status === 0;
if (!hasChromium) console.warn("the report is not opened in a browser: no chromium on PATH (apt-get install chromium)");

const payload = `<script>document.title='owned'</script><img src=x onerror="document.title='owned'">`;

let folder = "";
beforeAll(async () => (folder = await mkdtemp(path.join(tmpdir(), "cloud-images-report-"))));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The document as a browser has it once everything has run. */
async function opened(html: string): Promise<string> {
  const file = path.join(folder, "report.html");
  await writeFile(file, html);
  const options = ["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${path.join(folder, "profile")}`];
  const { stdout } = await promisify(execFile)("chromium", [...options, "--dump-dom", pathToFileURL(file).href]);
  return stdout;
}

const titleOf = (html: string): string | undefined => /<title>(.*?)<\/title>/s.exec(html)?.[1];

test.skipIf(!hasChromium)("a browser runs nothing of what a build says", async () => {
  const page = reportHtml(reportSaying(payload));
  // in a title, a browser writes quotes as they are
  const title = titleOf(page)?.replaceAll("&#39;", "'").replaceAll("&quot;", '"');
  expect(title).toMatch(/^&lt;script&gt;/);
  expect(titleOf(await opened(page))).toBe(title);
});

test.skipIf(!hasChromium)("a browser runs nothing even of what is not escaped", async () => {
  const page = reportHtml(reportSaying("x"));
  const broken = page.replace("<main>", `<main>${payload}`);
  expect(titleOf(await opened(broken))).toBe("x on 2026-07-18");
  const bare = broken.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "");
  expect(titleOf(await opened(bare))).toBe("owned");
});
