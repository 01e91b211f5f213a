import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Hosts } from "./hosts.ts";
import { has } from "./packaged-readers.ts";
import { runReader, versionIn, type Reader } from "./reader.ts";

/** A person who goes from the page of trixie to that of its newest image, and copies what stands there. */
export function personAtTheFinder(): Reader {
  const programs = [has("curl", "curl"), has("gpgv", "gpgv")];
  return {
    name: "a person who copies the commands of an image's page",
    isThere: programs.every(Boolean),
    async read(hosts, folder, { versions }) {
      const channel = await pageAt(hosts, "finder/trixie/index.html");
      const image = new URL(linkIn(channel.text, "generic-amd64.html"), channel.url);
      const page = await pageAt(hosts, image.pathname.slice(new URL(hosts.http).pathname.length));
      const keyring = new URL(linkIn(page.text, "debian-cloud.gpg"), page.url).href;
      const given = commandIn(page.text, "Download and verify");
      const signature = /\S+\/SHA512SUMS\.sign/.exec(given)?.[0] ?? "";
      const isWithdrawing = versions.length > 1 && !(await isServed(hosts, signature));
      const lines = given.split("\n").filter((line) => !isWithdrawing || !line.includes(".sign"));
      // a shell on a terminal goes on after an error, and a person stops there
      await runReader(["sh", "-ec", [`curl -sSfO ${keyring}`, ...lines].join("\n")], hosts, { cwd: folder });
      const url = /https:\S+\.qcow2/.exec(given)?.[0] ?? "";
      const sums = await readFile(path.join(folder, "SHA512SUMS"), "utf8");
      const sha512 = sums.split("\n").find((line) => line.endsWith(`  ${path.basename(url)}`));
      return { url, version: versionIn(url), sha512: sha512?.split(" ")[0] ?? "" };
    },
  };
}

async function pageAt({ http }: Hosts, at: string): Promise<{ url: URL; text: string }> {
  const url = new URL(at, http);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.href} answers ${response.status}`);
  return { url, text: await response.text() };
}

async function isServed({ http }: Hosts, url: string): Promise<boolean> {
  const at = new URL(url.replace(/^.*\/images\/cloud\//, ""), http);
  return (await fetch(at, { method: "HEAD" })).ok;
}

function linkIn(page: string, ending: string): string {
  const found = [...page.matchAll(/href="([^"]*)"/g)]
    .map(([, href = ""]) => href)
    .find((href) => href.endsWith(ending));
  if (found === undefined) throw new Error(`no link to ${ending}`);
  return found;
}

/** The command under a title, as a browser copies it. */
function commandIn(page: string, title: string): string {
  const [, after = ""] = page.split(`<figcaption>${title}</figcaption>`);
  const [, code = ""] = /<pre><code>([^]*?)<\/code><\/pre>/.exec(after) ?? [];
  if (code === "") throw new Error(`no command ${title}`);
  return code
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
