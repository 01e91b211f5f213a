import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { indexSchema, setSchema, type ImageRecord } from "../../images/tree/record.ts";

/*
 * The names in a tree that a reader could follow: those in each file with which readers begin, those in the files that they name, and so
 * on. All calls are synchronous, so that the tree is seen as it is between two changes.
 */

/** A sentence for each name that leads nowhere, and for each signature of another text than its file's. */
export function deadNames(tree: string): string[] {
  const faults: string[] = [];
  const open = beginnings(tree);
  const seen = new Set(open);
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    for (const name of namesIn(tree, file)) {
      if (seen.has(name)) continue;
      seen.add(name);
      if (existsSync(path.join(tree, name))) open.push(name);
      else faults.push(`${file} names ${name}, which is not there`);
    }
  }
  return [...faults, ...wrongSignatures(tree, seen)];
}

/** The files with which readers begin: they know their names, or see them in a listing. */
function beginnings(tree: string): string[] {
  const known = [
    "HEADER.html",
    "security.atom",
    "finder/index.html",
    "streams/v1/index.json",
    "streams/v1/index.sjson",
    "api/v1/images/search",
  ];
  const channels = ["trixie", "trixie/daily"];
  const files = ["index.json", "feed.atom", "HEADER.html", "tests.html"];
  const inSets = ["HEADER.html", "SHA512SUMS", "SHA256SUMS", "set.json"];
  for (const channel of channels) {
    known.push(...files.map((name) => `${channel}/${name}`));
    for (const name of entriesOf(path.join(tree, channel)).filter((each) => /^(?:\d{8}-|latest$)/.test(each)))
      known.push(...inSets.map((each) => `${channel}/${name}/${each}`));
  }
  return known.filter((name) => existsSync(path.join(tree, name)));
}

const entriesOf = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** By file in one state: the names in it. */
const known = new Map<string, readonly string[]>();

/** The names in a file, relative to the tree's root. */
function namesIn(tree: string, file: string): readonly string[] {
  const at = path.join(tree, file);
  const status = statSync(at, { bigint: true });
  if (!status.isFile()) return [];
  const key = `${at} ${status.ino} ${status.mtimeNs}`;
  const names = known.get(key) ?? readNames(file, () => readFileSync(at, "utf8"));
  known.set(key, names);
  return names;
}

function readNames(file: string, read: () => string): readonly string[] {
  const beside = (name: string): string => path.join(path.dirname(file), decodeURIComponent(name));
  const base = path.basename(file);
  if (/\.(?:html|atom)$/.test(file)) return links(read()).map(beside);
  if (/^SHA(?:512|256)SUMS$/.test(base))
    return read()
      .split("\n")
      .flatMap((line) => line.split("  ")[1] ?? [])
      .map(beside);
  if (file.startsWith("streams/")) return valuesOf("path", read());
  if (file.startsWith("api/")) return valuesOf("manifest", read());
  if (base === "set.json") return listed(setSchema.parse(JSON.parse(read())).images).map(beside);
  if (base === "index.json") {
    const { sets } = indexSchema.parse(JSON.parse(read()));
    return sets.flatMap(({ version, images }) => listed(images).map((name) => beside(`${version}/${name}`)));
  }
  return [];
}

/** The links in a page, or in a feed, whose entries hold escaped pages. */
const links = (text: string): string[] =>
  [...text.matchAll(/(?:href|src)=(?:"|&quot;)([^"&#]+)/g)].flatMap(([, name = ""]) =>
    /^[a-z]+:/.test(name) ? [] : [name],
  );

const valuesOf = (key: string, text: string): string[] =>
  [...text.matchAll(new RegExp(`"${key}": "([^"]+)"`, "g"))].map(([, name = ""]) => name);

const listed = (images: readonly ImageRecord[]): string[] =>
  images.flatMap(({ targets, files }) => (targets["mirror"]?.listed === true ? files.map(({ name }) => name) : []));

/** A sentence for each signature that is of another text. Who asks for a file asks for its signature too. */
function wrongSignatures(tree: string, files: ReadonlySet<string>): string[] {
  return [...files].flatMap((file) => {
    const [at, signature] = [path.join(tree, file), path.join(tree, signatureOf(file))];
    if (signature === at || !existsSync(at) || !existsSync(signature)) return [];
    return readFileSync(signature, "utf8").includes(digestLine(readFileSync(at, "utf8")))
      ? []
      : [`${file} has the signature of another text`];
  });
}

/** A clearsigned list has its own text. */
const signatureOf = (file: string): string =>
  /(?:SHA512SUMS|trixie\/index\.json|daily\/index\.json)$/.test(file) ? `${file}.sign` : file;

/** The digest of a text, as `digestSigner` writes it. */
const digestLine = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A command that signs with a digest. It is fast, and as good as a key where only the text matters. */
export const digestSigner: readonly string[] = [
  "sh",
  "-c",
  `text=$(mktemp) && cat > "$text" && digest=$(sha256sum < "$text") || exit 1
if [ "$0" = clearsigned ]; then echo "-----BEGIN PGP SIGNED MESSAGE-----"; cat "$text"; fi
echo "-----BEGIN PGP SIGNATURE-----"; echo "$digest"; echo "-----END PGP SIGNATURE-----"; rm "$text"`,
];
