import { leakIn } from "../../credentials/search.ts";
import { looksLike } from "../../credentials/credentials.ts";
import type { Problem } from "../../model/errors.ts";
import { buildFile, type TextFormat } from "../../tree/files.ts";
import { probeTexts, type ArtifactProbe } from "./subject.ts";

/**
 * Searches every text of a build for credentials, before anything is published. It reports only the place, because its messages go
 * to logs. (A credential in a job's log does not refuse the image: only the log is not published.)
 */
export async function checkCredentials(probe: ArtifactProbe): Promise<Problem[]> {
  const { json, ...texts } = probeTexts(probe);
  const found = [
    await inManifest(buildFile(probe.source, "json"), json),
    ...(await Promise.all(Object.entries(texts).map(([format, text]) => inText(probe, format as TextFormat, text)))),
  ];
  return found.filter((problem) => problem !== undefined);
}

async function inText(
  { source }: ArtifactProbe,
  format: TextFormat,
  text: string | null | undefined,
): Promise<Problem | undefined> {
  const leak = await leakIn(text ?? "");
  return leak === undefined ? undefined : refusal(`${buildFile(source, format)}: line ${leak.line}`, leak.rule);
}

/** Searches the decoded values of JSON, each with its key. */
async function inManifest(where: string, text: string): Promise<Problem | undefined> {
  const entries = textsIn(JSON.parse(text), []);
  const lines = entries.map(({ path, value }) => `${path.at(-1) ?? ""}="${value}"`.replace(/\s+/g, " "));
  const leak = await leakIn(lines.join("\n"));
  if (leak === undefined) return undefined;
  const path = entries[leak.line - 1]?.path ?? [];
  return refusal(`${where}: ${path.join(".")}`, leak.rule);
}

interface Entry {
  path: readonly string[];
  value: string;
}

function textsIn(value: unknown, path: readonly string[]): Entry[] {
  if (typeof value === "string") return [{ path, value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, [...path, key]));
}

const refusal = (where: string, rule: string): Problem => ({
  where,
  value: "",
  expected: `no credential, and this ${looksLike(rule)}`,
  remedy: "revoke it, keep it out of the build, and build the image again",
});
