import { trackerPage } from "../../releases/security/tracker-page.ts";
import type { Member } from "../../model/image.ts";
import type { Changes, RecordedChange, RecordedFix } from "../changes/record.ts";
import { vulnerabilityPath, isVulnerabilityId } from "../cves.ts";
import { shareOf } from "../../report/share.ts";
import { html, joined, type Html, type Part } from "../html.ts";
import type { Link } from "../page.ts";
import { folded, paragraph, section, table } from "../parts.ts";

/** Nobody reads more on a page; changes.json has all of it. */
const mostRows = 150;
const mostVulnerabilities = 12;

/** The changes against the version before, the most important first. */
export function changesPart(
  changes: Changes | undefined,
  to: Link,
  options: { member?: Member; whole: string; version: (version: string) => Html },
): Part {
  if (changes === undefined) return undefined;
  const { member, whole, version } = options;
  const isMine = ({ images }: { images: readonly Member[] }): boolean =>
    member === undefined || images.includes(member);
  const against = [
    ...new Set(
      changes.images.filter((image) => member === undefined || image.member === member).map((image) => image.against),
    ),
  ].filter((each) => each !== null);
  if (against.length === 0)
    return section(
      "changes",
      "What changed",
      paragraph("It is the first of its kind here, so there is nothing to compare it with."),
    );
  const [fixes, changed] = [changes.fixes.filter(isMine), changes.changes.filter(isMine)];
  const rebuilds = member === undefined ? changes.rebuilds : 0;
  return section(
    "changes",
    html`What changed since ${joined(against.map(version), ", ")}`,
    fixes.length === 0 ? undefined : fixTable(fixes.slice(0, mostRows), { changes, member, to }),
    changed.length === 0
      ? paragraph(fixes.length === 0 && rebuilds === 0 ? "No package changed." : "No other package changed.")
      : folded(
          `${changed.length === 1 ? "1 change" : `${changed.length} changes`} of packages`,
          changeTable(changed.slice(0, mostRows), { changes, member, to }),
        ),
    rebuilds === 0
      ? undefined
      : paragraph(rebuilds === 1 ? "1 package was only built again." : `${rebuilds} packages were only built again.`),
    html`<p><a href="${to(whole)}">changes.json</a> has all of it, for programs.</p> `,
  );
}

interface TableContext {
  changes: Changes;
  member: Member | undefined;
  to: Link;
}

/** `all`, or the fewest patterns that name them. */
function imagesText(images: readonly Member[], { images: whole }: Changes): string {
  if (images.length === whole.length) return "all";
  const { patterns } = shareOf(
    images,
    whole.map(({ member }) => member),
  );
  return patterns.join(", ");
}

function fixTable(fixes: readonly RecordedFix[], { changes, member, to }: TableContext): Html {
  const columns = [
    { title: "Advisory", is: "short" },
    { title: "Source" },
    { title: "Fixed in" },
    { title: "Urgency", is: "short" },
    { title: "Closes" },
    ...(member === undefined ? [{ title: "Images" }] : []),
  ] as const;
  const rows = fixes.map(({ advisory, cves, source, version, urgency, images }) => ({
    cells: [
      advisory === null ? "none" : html`<a href="${trackerPage(advisory)}">${advisory}</a>`,
      source,
      html`<code class="version">${version}</code>`,
      urgency,
      vulnerabilityLinks(cves, to),
      imagesText(images, changes),
    ],
  }));
  return table("Security fixes", columns, rows);
}

function vulnerabilityLinks(cves: readonly string[], to: Link): Part {
  const links = cves.map((id) =>
    isVulnerabilityId(id) ? html`<a href="${to(vulnerabilityPath(id, "html"))}">${id}</a>` : id,
  );
  if (links.length <= mostVulnerabilities) return joined(links, " ");
  return html`<details>
    <summary>${links.length} vulnerabilities</summary>
    ${joined(links.slice(0, mostRows), " ")}
  </details>`;
}

function changeTable(changed: readonly RecordedChange[], { changes, member }: TableContext): Html {
  const columns = [
    { title: "Packages" },
    { title: "Before" },
    { title: "Now" },
    { title: "What it is", is: "short" },
    ...(member === undefined ? [{ title: "Images" }] : []),
  ] as const;
  const rows = changed.map(({ packages, before, after, names, images }) => ({
    cells: [
      packages.join(", "),
      before === null ? "not there" : html`<code class="version">${before}</code>`,
      after === null ? "removed" : html`<code class="version">${after}</code>`,
      names.join(", "),
      imagesText(images, changes),
    ],
  }));
  return table(html`Packages, by source`, columns, rows);
}
