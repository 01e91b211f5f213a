import { fieldOf } from "../../packages/deb822.ts";
import type { Check } from "./check.ts";

const files = "/etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources";

export const sources: Check = {
  name: "sources",
  about: "apt has sources, and each of them once, whichever format names it",
  collect: `for file in ${files}; do [ -f "$file" ] && echo "== $file" && cat "$file" && echo; done; true`,
  judge(output) {
    const places = new Map<string, string[]>();
    for (const { path, text } of filesIn(output)) {
      const entries = path.endsWith(".sources") ? deb822Entries(text) : listEntries(text);
      for (const entry of entries) places.set(entry, [...(places.get(entry) ?? []), path]);
    }
    if (places.size === 0) return ["apt has no sources"];
    return [...places]
      .filter(([, paths]) => paths.length > 1)
      .map(([entry, paths]) => `the source ${entry} is listed ${paths.length} times: ${paths.join(", ")}`);
  },
};

function filesIn(output: string): { path: string; text: string }[] {
  return output
    .split(/^== /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf("\n");
      return { path: part.slice(0, end).trim(), text: part.slice(end + 1) };
    });
}

/** What apt fetches once: `deb http://… trixie main`. */
const entriesOf = (type: string, uri: string, suite: string, components: readonly string[]): string[] => {
  const source = `${type} ${uri.replace(/\/+$/, "")} ${suite}`;
  return components.length === 0 ? [source] : components.map((component) => `${source} ${component}`);
};

/** sources.list(5), one line each. */
function listEntries(text: string): string[] {
  return text.split("\n").flatMap((line) => {
    const [type, uri, suite, ...components] = line
      .replace(/#.*/, "")
      .replace(/\[[^\]]*\]/, " ")
      .trim()
      .split(/\s+/);
    if (type === undefined || uri === undefined || suite === undefined) return [];
    return entriesOf(type, uri, suite, components);
  });
}

/** apt's words for no (StringToBool). */
const isOff = /^(?:no|false|without|off|disable|0)$/i;

/** sources.list(5), in paragraphs. */
function deb822Entries(text: string): string[] {
  const plain = text.replace(/^#.*\n?/gm, "").replace(/\n[ \t]+/g, " ");
  return plain.split(/\n\s*\n/).flatMap((paragraph) => {
    const words = (name: string): string[] =>
      (fieldOf(paragraph, name) ?? "").split(/\s+/).filter((word) => word !== "");
    if (isOff.test(fieldOf(paragraph, "Enabled") ?? "")) return [];
    return words("Types").flatMap((type) =>
      words("URIs").flatMap((uri) =>
        words("Suites").flatMap((suite) => entriesOf(type, uri, suite, words("Components"))),
      ),
    );
  });
}
