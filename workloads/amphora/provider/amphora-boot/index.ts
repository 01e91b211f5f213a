import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import {
  amphoraBootInputs,
  amphoraBootOutputs,
  type AmphoraBootInputs,
  type AmphoraBootOutputs,
} from "../../model/resources.ts";
import { passedVerdict } from "../../model/verdict.ts";
import { clipped, printable } from "../../../../images/model/text/printable.ts";
import { changedKeys } from "../../../../provider-sdk/changed.ts";
import type { Kind, Operation } from "../../../../provider-sdk/kind.ts";
import { bootAmphora } from "./boot.ts";

/** The boot of a build before any cloud tags it. The resource always succeeds; a boot that did not pass is repeated by the next run. */
export const amphoraBoot: Kind<AmphoraBootInputs, AmphoraBootOutputs> = {
  description: "Whether an amphora image boots and contains what Octavia needs.",
  inputs: amphoraBootInputs,
  outputs: amphoraBootOutputs,
  id: ({ image }) => image,
  diff(olds, news) {
    const replaces = changedKeys(olds, news, ["image", "digest"]);
    return { changes: olds.outcome === passedVerdict ? replaces : [...replaces, "outcome"], replaces };
  },
  create: test,
  read: async (_operation, olds) => olds,
  update: (operation, olds, news) =>
    olds.outcome === passedVerdict ? Promise.resolve({ ...news, outcome: olds.outcome }) : test(operation, news),
  delete: async () => undefined,
};

async function test(operation: Operation, news: AmphoraBootInputs): Promise<AmphoraBootOutputs> {
  const outcome = await operation.slots.run(operation.signal, () => outcomeOf(operation, news));
  if (outcome !== passedVerdict) operation.warn(`${news.image} did not pass its boot: ${outcome}`);
  return { ...news, outcome };
}

async function outcomeOf(operation: Operation, news: AmphoraBootInputs): Promise<string> {
  try {
    const digest = await sha512Of(news.file);
    if (digest !== news.digest) return `failed: the sha512 of ${news.file} is ${digest}`;
    const findings = await bootAmphora(operation, news);
    return findings.length === 0 ? passedVerdict : clipped(printable(`failed: ${findings.join("; ")}`), mostText);
  } catch (error) {
    if (operation.signal.aborted) throw error;
    return clipped(printable(`broken: ${error instanceof Error ? error.message : String(error)}`), mostText);
  }
}

const mostText = 1000;

async function sha512Of(file: string): Promise<string> {
  const hash = createHash("sha512");
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest("hex");
}
