import { mkdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { bootTestsOf } from "../../model/results/boots.ts";
import { compareLineages } from "../../model/results/lineages.ts";
import { vmHistories } from "../../model/results/vm-history.ts";
import { allResultsPage, allResultsText, type AllResults } from "../../model/results/vm-page.ts";
import { allResultsInputs, type AllResultsInputs } from "../../model/test-vm/resources.ts";
import { replaceFile } from "../../../../storage/files/atomic.ts";
import { readBootTests, readVmRecords } from "../../test-results.ts";
import { changedKeys } from "../../../../provider-sdk/changed.ts";
import type { Kind, Operation } from "../../../../provider-sdk/kind.ts";

/** The page and the JSON of all results. They show the records, and are written again whenever those change. */
export const allResults: Kind<AllResultsInputs, AllResultsInputs> = {
  description: "The page of all results.",
  inputs: allResultsInputs,
  outputs: allResultsInputs,
  id: () => "all-results",
  diff: (olds, news) => ({ changes: changedKeys(olds, news, ["tree", "digest"]), replaces: [] }),
  create: written,
  read: async (_operation, olds) => olds,
  update: (operation, _olds, news) => written(operation, news),
  // results outlive the stack
  delete: async () => undefined,
};

async function written({ results }: Operation, news: AllResultsInputs): Promise<AllResultsInputs> {
  const folder = news.tree ?? results;
  const all = await read(results, news.tree);
  await mkdir(folder, { recursive: true });
  await replaceFile(join(folder, "tests.html"), allResultsPage(all));
  await replaceFile(join(folder, "tests.json"), allResultsText(all));
  return news;
}

async function read(results: string, tree: string | null): Promise<AllResults> {
  const records = await readVmRecords(results);
  const boots = tree === null ? new Map<string, string>() : await readBootTests(tree);
  return {
    vms: vmHistories(records),
    lineages: compareLineages(records),
    boots: [...boots].map(([channel, text]) => bootTestsOf(channel, text)),
    consoles: wayTo(results, tree ?? results),
  };
}

/** Null if the folder of results is not below the page. */
function wayTo(results: string, folder: string): string | null {
  const way = relative(folder, results);
  if (way === "") return "";
  return way === ".." || way.startsWith(`..${sep}`) ? null : `${way}/`;
}
