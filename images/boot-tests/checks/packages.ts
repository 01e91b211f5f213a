import type { Package } from "../../builds/manifest.ts";
import type { Check } from "./check.ts";

/** The most names in one finding; the others are counted. */
const mostNamed = 5;

export const packages: Check = {
  name: "packages",
  about: "the packages that are installed are those of the manifest, in the same versions",
  collect: "dpkg-query -W -f '${db:Status-Abbrev} ${Package}:${Architecture} ${Version}\\n' | sed -n 's/^ii *//p'",
  judge(output, context) {
    const installed = installedOf(output);
    if (installed.size === 0) return ["the guest did not say which packages it has"];
    const promised = new Map(context.packages.map(promisedOf(installed)));
    const names = [...promised.keys()];
    return [
      ...finding(
        "the manifest names, and the image has not:",
        names.filter((name) => !installed.has(name)),
      ),
      ...finding(
        "the image has, and the manifest does not name:",
        [...installed.keys()].filter((name) => !promised.has(name)),
      ),
      ...finding(
        "in another version than the manifest says:",
        names.filter((name) => installed.has(name) && installed.get(name) !== promised.get(name)),
      ),
    ];
  },
};

/** Versions by `name:arch`. */
function installedOf(output: string): ReadonlyMap<string, string> {
  const lines = output.split("\n").map((line) => line.trim().split(" "));
  return new Map(
    lines.flatMap(([name, version, ...rest]): [string, string][] =>
      name === undefined || version === undefined || rest.length > 0 ? [] : [[name, version]],
    ),
  );
}

/** A manifest names the architecture only for packages that can be installed for several. */
const promisedOf =
  (installed: ReadonlyMap<string, string>) =>
  ({ name, version }: Package): [string, string] => {
    if (name.includes(":")) return [name, version];
    const native = [...installed.keys()].find((each) => each.startsWith(`${name}:`));
    return [native ?? name, version];
  };

function finding(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const rest = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : "";
  return [`${what} ${names.slice(0, mostNamed).join(", ")}${rest}`];
}
