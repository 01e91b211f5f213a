import { dayText } from "./catalogue.ts";
import type { Day } from "../model/day.ts";
import { html, type Html } from "./html.ts";

/** A page of the finder. */
export interface Page {
  /** Relative to the tree's root: `finder/trixie/index.html`. */
  path: string;
  title: string;
  /** One sentence about the page, for search engines. */
  about: string;
  /** The way back, from the front page on. */
  crumbs: readonly Crumb[];
  /** The same content for programs. Paths are relative to the tree's root. */
  twins?: readonly { type: string; path: string; title: string }[];
  /** The day of the facts on it. */
  updated?: Day | undefined;
  /** The day of its subject's last change: a page of one set or image is not written each day. */
  changed?: Day | undefined;
  main: (to: Link) => Html;
}

interface Crumb {
  title: string;
  /** Relative to the tree's root. */
  path: string;
}

/** The address of a file of the tree, as this page names it: pages work in any mirror, and from a disk. */
export type Link = (path: string) => string;

export const root = "finder";
export const frontPage = `${root}/index.html`;
export const vulnerabilitiesPath = `${root}/cve/index.html`;
export const stylesheet = `${root}/style.css`;

/** The page may be styled by a file beside it, and nothing else: no script, no form, no other host. */
const security = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'";

export function pageText({ path, title, about, crumbs, twins = [], updated, changed, main }: Page): string {
  const to = linkFrom(path);
  const way = crumbs.map((crumb) => html`<li><a href="${to(crumb.path)}">${crumb.title}</a></li> `);
  const { text } = html`<!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${security}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="description" content="${about}" />
        <title>${title}</title>
        <link rel="stylesheet" href="${to(stylesheet)}" />
        ${twins.map((twin) => html`<link rel="alternate" type="${twin.type}" title="${twin.title}" href="${to(twin.path)}" /> `)}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the page</a>
        <header>
          <nav aria-label="Where you are">
            <ol>
              <li>
                <a href="${to(frontPage)}"><b>Debian</b> cloud images</a>
              </li>
              ${way}
            </ol>
          </nav>
        </header>
        <main id="main">
          <h1>${title}</h1>
          ${main(to)}
        </main>
        <footer>
          <p>
            <a href="${to(frontPage)}">All images</a> · <a href="${to(vulnerabilitiesPath)}">Security fixes by CVE</a>
          </p>
          ${changed === undefined ? undefined : html`<p>Last change: <time>${dayText(changed)}</time>.</p>`}${ageOf(updated, twins[0] === undefined ? undefined : to(twins[0].path))}
        </footer>
      </body>
    </html> `;
  return text;
}

/** The day of the page's facts, by which a reader sees that a mirror's copy is old. */
function ageOf(updated: Day | undefined, twin: string | undefined): Html | undefined {
  if (updated === undefined) return undefined;
  const source =
    twin === undefined ? undefined : html` Made from <a href="${twin}">the same data</a> that programs read.`;
  return html`<p>As of <time>${dayText(updated)}</time>: a copy that stays behind shows an older day.${source}</p>`;
}

function linkFrom(page: string): Link {
  const up = "../".repeat(page.split("/").length - 1);
  return (path) => (path.startsWith("#") ? path : `${up}${path.split("/").map(encodeURIComponent).join("/")}`);
}
