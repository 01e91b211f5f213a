import type { Catalogue } from "../catalogue.ts";
import { verdictWords, type Rebuild } from "../../rebuilds/rebuilt.ts";
import { tree } from "../../tree/layout.ts";
import { html, joined, type Part } from "../html.ts";
import type { Link } from "../page.ts";
import { day } from "../words.ts";

/** The most names of each kind on a page. The record has more. */
const mostNames = 10;

/** The result of building an image again, as facts; none where nobody did. */
export function builtAgain(again: Rebuild | undefined, channel: Catalogue, to: Link): (readonly [string, Part])[] {
  if (again === undefined) return [];
  const { packages, files, diffoscope } = again;
  const others = [...namesOf("packages", packages), ...(files === null ? [] : namesOf("files", files))];
  const record = html` <a href="${to(tree.rebuilt(channel))}">all verdicts</a>`;
  const looked = diffoscope && others.length > 0 ? " diffoscope looked into them." : "";
  return [
    ["Built again", [day(again.day), ": ", verdictWords(again), ".", looked, record]],
    ...(others.length === 0 ? [] : [["Not the same", joined(others, "; ")] as const]),
  ];
}

/** `files that differ: etc/fstab, boot/grub/grub.cfg and 3 more` */
function namesOf(what: string, compared: Rebuild["packages"]): Part[] {
  const { counts } = compared;
  const kinds = [
    [`${what} that differ`, compared.changed, counts.changed],
    [`${what} that are missing`, compared.missing, counts.missing],
    [`${what} that were added`, compared.added, counts.added],
  ] as const;
  return kinds
    .filter(([, , count]) => count > 0)
    .map(([words, names, count]) => {
      const shown = names.slice(0, mostNames);
      const codes = shown.map((name) => html`<code>${name}</code>`);
      return [words, ": ", joined(codes, ", "), count > shown.length ? ` and ${count - shown.length} more` : ""];
    });
}
