import { readFile } from "node:fs/promises";
import { whyUnanswered } from "../../clients/answer-body.ts";
import { tree } from "../../images/tree/layout.ts";
import type { RecordedSet } from "../../images/plan/facts.ts";
import { mirrorTarget } from "../../images/model/target.ts";
import { placeOf } from "../../images/tree/visibility.ts";
import { mapBounded } from "../../storage/bounded.ts";
import { ifPresent } from "../../storage/files/fault.ts";
import { inTree, type Places } from "../../storage/tree/places.ts";
import type { ChannelIdentity } from "../../storage/tree/records.ts";
import type { Finding } from "./finding.ts";

const asksAtOnce = 8;
const patience = 60_000;

/** Compares a server with the tree: its lists byte for byte, and every file's existence and length. */
export async function auditServer(
  url: string,
  places: Places,
  channel: ChannelIdentity,
  sets: readonly RecordedSet[],
): Promise<Finding[]> {
  const base = url.endsWith("/") ? url : `${url}/`;
  const shown = sets.flatMap((set) => {
    const images = set.images.filter(({ targets }) => isInTree(targets[mirrorTarget.name]?.phase));
    return images.length === 0 ? [] : [{ set: { ...channel, version: set.version }, images }];
  });
  const lists = [tree.index(channel), ...shown.flatMap(({ set }) => [tree.checksums(set), tree.setRecord(set)])];
  const latest = `${tree.latest(channel)}/SHA512SUMS`;
  const files = shown.flatMap(({ set, images }) =>
    images.flatMap((image) => image.files.map(({ name, size }) => ({ path: `${tree.set(set)}/${name}`, size }))),
  );
  const found = [
    ...(await mapBounded([...lists, latest], asksAtOnce, (path) => listFinding(base, places, path))),
    ...(await mapBounded(files, asksAtOnce, (file) => fileFinding(base, file))),
  ];
  return found.flatMap(({ where, finding }) => (finding === undefined ? [] : [{ kind: "server", where, finding }]));
}

const isInTree = (phase: Parameters<typeof placeOf>[0] | undefined): boolean =>
  phase !== undefined && placeOf(phase) === "tree";

interface Answer {
  where: string;
  /** What is wrong with it; undefined if nothing is. */
  finding: string | undefined;
}

async function listFinding(base: string, places: Places, path: string): Promise<Answer> {
  const where = new URL(path, base).href;
  const expected = await ifPresent(readFile(inTree(places, path), "utf8"));
  if (expected === undefined) return { where, finding: undefined };
  return ask(where, "GET", async (response) =>
    (await response.text()) === expected ? undefined : "is not what the tree has",
  );
}

function fileFinding(base: string, { path, size }: { path: string; size: number }): Promise<Answer> {
  const where = new URL(path, base).href;
  return ask(where, "HEAD", (response) => {
    const length = response.headers.get("content-length");
    return length === null || Number(length) === size ? undefined : `has ${length} bytes instead of ${size}`;
  });
}

async function ask(
  where: string,
  method: "GET" | "HEAD",
  judge: (response: Response) => string | undefined | Promise<string | undefined>,
): Promise<Answer> {
  try {
    const response = await fetch(where, { method, signal: AbortSignal.timeout(patience) });
    return { where, finding: response.ok ? await judge(response) : `answers ${response.status}` };
  } catch (error) {
    return { where, finding: `does not answer: ${whyUnanswered(error)}` };
  }
}
