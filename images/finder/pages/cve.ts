import { channelDirectory } from "../../model/image.ts";
import { trackerPage } from "../../releases/security/tracker-page.ts";
import { vulnerabilityPath, type Vulnerability } from "../cves.ts";
import { html } from "../html.ts";
import { vulnerabilitiesPath, type Page } from "../page.ts";
import { paragraph, section, table } from "../parts.ts";
import { channelTitle, day, versionLink } from "../words.ts";

/** The page of one vulnerability: the first images without it. It stays for good. */
export const vulnerabilityPage = ({ id, fixed: fixes }: Vulnerability): Page => ({
  path: vulnerabilityPath(id, "html"),
  title: id,
  about: `The first Debian cloud image of each suite without ${id}.`,
  crumbs: [{ title: "Security fixes by CVE", path: vulnerabilitiesPath }],
  twins: [{ type: "application/json", path: vulnerabilityPath(id, "json"), title: "The same for programs" }],
  main: (to) => {
    const columns = [
      { title: "Debian" },
      { title: "First image without it", is: "short" },
      { title: "Published", is: "short" },
      { title: "Source" },
      { title: "Fixed in" },
      { title: "Advisory", is: "short" },
    ] as const;
    const rows = fixes.map((fixed) => ({
      cells: [
        channelTitle(fixed.suite, fixed.channel),
        versionLink(to, { directory: channelDirectory(fixed) }, fixed.version),
        day(fixed.shown),
        fixed.source,
        html`<code class="version">${fixed.fixedIn}</code>`,
        fixed.advisory === null ? "none" : html`<a href="${trackerPage(fixed.advisory)}">${fixed.advisory}</a>`,
      ],
    }));
    return html`${paragraph(
      "The first image of each suite without the vulnerability. Every later one of the suite has the fix, too. The page of each version says whether it is still public. ",
      html`Debian’s security tracker knows <a href="${trackerPage(id)}">what ${id} is</a>.`,
    )}${section("fixed", "Where it is fixed", table("By suite", columns, rows))}`;
  },
});
