import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { recordFile, type VmRecord } from "../../model/test-vm/record.ts";
import { testVmTypes } from "../../model/test-vm/resources.ts";
import { vmRecord } from "../../../../test/samples/workloads/test-vms.ts";
import { createProvider } from "../../../../provider/index.ts";

const urn = `urn:pulumi:testing::cloud-images::${testVmTypes.allResults}::all-results`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "cloud-images-all-results-"));
});
afterEach(() => rm(folder, { recursive: true }));

const inside = (...parts: string[]): string => path.join(folder, ...parts);

async function place(file: string, content: unknown): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(content));
}

const keep = (results: string, record: VmRecord): Promise<void> =>
  place(path.join(results, recordFile(record)), record);

/** As the engine has it: configured, then created. */
async function written(results: string, tree: string | null): Promise<void> {
  const provider = createProvider({ report: () => undefined, warn: () => undefined });
  await provider.configure({ results });
  await provider.create(urn, { tree, digest: "1" });
}

const page = (at: string): Promise<string> => readFile(path.join(at, "tests.html"), "utf8");

describe("all results", () => {
  it("lie in their own folder where there is no tree", async () => {
    const results = inside("results");
    await keep(results, vmRecord());
    await written(results, null);
    expect(await page(results)).toContain('href="0123456789/1.console.txt"');
  });

  it("lie in the tree, and lead to its channels' boot tests and to consoles below it", async () => {
    const families = [{ member: "generic/amd64", results: [] }];
    await place(inside("tree", "trixie", "daily", "tests.json"), { kind: "TestResults", families });
    await keep(inside("tree", "vms"), vmRecord());
    await written(inside("tree", "vms"), inside("tree"));
    expect(await page(inside("tree"))).toContain('href="trixie/daily/tests.html"');
    expect(await page(inside("tree"))).toContain('href="vms/0123456789/1.console.txt"');
  });

  it("lead to no console that lies elsewhere", async () => {
    await keep(inside("results"), vmRecord());
    await written(inside("results"), inside("tree"));
    expect(await page(inside("tree"))).not.toContain("console.txt");
  });

  it("are a page too where nothing is kept yet", async () => {
    await written(inside("results"), null);
    expect(await page(inside("results"))).toContain("None.");
  });

  it("are written anew for another digest alone", async () => {
    const provider = createProvider({ report: () => undefined, warn: () => undefined });
    const diff = (digest: string) => provider.diff(urn, { tree: null, digest: "1" }, { tree: null, digest });
    expect([(await diff("1")).changes, (await diff("2")).changes]).toEqual([[], ["digest"]]);
  });
});
