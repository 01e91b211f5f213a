/**
 * Checks a published manifest as Debian's own reader does, without our schemas: only keys that its schema names, further strings in
 * `data.info`, any labels and annotations.
 */
export function readerProblems(text: string): string[] {
  const problems: string[] = [];
  const list = entriesOf(JSON.parse(text), "the manifest", ["apiVersion", "items", "kind"], problems);
  is(list["apiVersion"] === "v1" && list["kind"] === "List", "the manifest is no List of v1", problems);
  const items: unknown[] = Array.isArray(list["items"]) ? list["items"] : [];
  is(items.length > 0, "there is no Build", problems);
  const [build, ...uploads] = items;
  const labels = readBuild(build, problems);
  for (const [index, upload] of uploads.entries()) readUpload(upload, `Upload ${index}`, labels, problems);
  return problems;
}

type Entries = Record<string, unknown>;

const infoKeys = ["arch", "build_id", "release", "release_baseid", "release_id", "type", "vendor", "version"];
const digest = /^sha512:[A-Za-z0-9+/]{86}$/;
const uid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function readBuild(value: unknown, problems: string[]): Entries {
  const { data, labels } = readObject(value, { kind: "Build", where: "Build" }, problems);
  const { info, packages } = entriesOf(data, "Build.data", ["info", "packages"], problems);
  const strings = stringsOf(info, "Build.data.info", problems);
  for (const key of infoKeys) is(key in strings, `Build.data.info has no ${key}`, problems);
  is(strings["type"] === "official" || strings["type"] === "dev", "Build.data.info.type is unknown", problems);
  is(Array.isArray(packages), "Build.data.packages is no list", problems);
  for (const each of Array.isArray(packages) ? (packages as unknown[]) : []) {
    stringsOf(entriesOf(each, "a package", ["name", "version"], problems), "a package", problems);
  }
  return labels;
}

const formats = ["internal", "raw", "qcow2"];
const uploadLabels = ["upload.cloud.debian.org/image-format", "upload.cloud.debian.org/type"];

function readUpload(value: unknown, where: string, ofBuild: Entries, problems: string[]): void {
  const { data, labels } = readObject(value, { kind: "Upload", where }, problems);
  const { familyRef, provider, ref } = entriesOf(data, `${where}.data`, ["familyRef", "provider", "ref"], problems);
  is(familyRef === null || typeof familyRef === "string", `${where}.data.familyRef is neither text nor null`, problems);
  is(typeof provider === "string" && typeof ref === "string", `${where} leads nowhere`, problems);
  for (const [key, label] of Object.entries(ofBuild)) {
    if (!key.startsWith("upload.")) is(labels[key] === label, `${where} has lost the label ${key}`, problems);
  }
  const [format = "", type = ""] = uploadLabels;
  const strange = Object.keys(labels).filter((key) => !(key in ofBuild) && !uploadLabels.includes(key));
  is(strange.length === 0, `${where} has labels from nowhere: ${strange.join(", ")}`, problems);
  is(["dev", "daily", "release"].includes(String(labels[type])), `${where} is of no known type`, problems);
  is(formats.includes(String(labels[format])), `${where} has no known image format`, problems);
}

function readObject(
  value: unknown,
  { kind, where }: { kind: string; where: string },
  problems: string[],
): { data: unknown; labels: Entries } {
  const object = entriesOf(value, where, ["apiVersion", "data", "kind", "metadata"], problems);
  is(object["apiVersion"] === "cloud.debian.org/v1alpha1", `${where} has another apiVersion`, problems);
  is(object["kind"] === kind, `${where} is no ${kind}`, problems);
  const metadata = entriesOf(object["metadata"], `${where}.metadata`, ["annotations", "labels", "uid"], problems);
  const annotations = stringsOf(metadata["annotations"], `${where}.metadata.annotations`, problems);
  is(digest.test(String(annotations["cloud.debian.org/digest"])), `${where} has no digest`, problems);
  is(uid.test(String(metadata["uid"])), `${where} has no uid`, problems);
  return { data: object["data"], labels: stringsOf(metadata["labels"], `${where}.metadata.labels`, problems) };
}

/** An object of exactly these keys. */
function entriesOf(value: unknown, where: string, keys: readonly string[], problems: string[]): Entries {
  const entries = isObject(value) ? value : {};
  const found = Object.keys(entries);
  for (const key of keys) is(found.includes(key), `${where} has no ${key}`, problems);
  for (const key of found) is(keys.includes(key), `${where} has the unknown key ${key}`, problems);
  return entries;
}

/** An object of any keys, with nothing but text. */
function stringsOf(value: unknown, where: string, problems: string[]): Entries {
  is(isObject(value), `${where} is no object`, problems);
  const entries = isObject(value) ? value : {};
  for (const [key, text] of Object.entries(entries))
    is(typeof text === "string", `${where}.${key} is no text`, problems);
  return entries;
}

const isObject = (value: unknown): value is Entries =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function is(right: boolean, problem: string, problems: string[]): void {
  if (!right) problems.push(problem);
}
