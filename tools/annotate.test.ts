import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { digestAnnotation } from "../images/builds/digest.ts";
import { buildAnnotations, type Build } from "../images/builds/manifest.ts";
import { pythonJson } from "../images/formats/python-json.ts";
import { main } from "./annotate.ts";

const name = "debian-trixie-generic-amd64-official-20260717-2542";
const job = "https://gitlab.example/cloud-team/builds/-/jobs/7";

function buildOf(annotations: Record<string, string>): Build {
  return {
    apiVersion: "cloud.debian.org/v1alpha1",
    kind: "Build",
    data: {
      info: {
        ...{ arch: "amd64", build_id: "b", release: "trixie", release_baseid: "13", release_id: "13" },
        ...{ type: "official", vendor: "generic", version: "20260717-2542" },
      },
      packages: [{ name: "base-files", version: "13" }],
    },
    metadata: {
      annotations: { "cloud.debian.org/digest": digestAnnotation("ab".repeat(64)), ...annotations },
      labels: {},
      uid: "d4e3b6a0-5b0f-4c39-9d0a-0f1f6a0d7f11",
    },
  };
}

test.each<[string, Record<string, string>, Record<string, string>, number, string]>([
  ["in its own job", {}, { CI_JOB_URL: job }, 0, `${name}: ${job}`],
  ["elsewhere, by its manifest", { [buildAnnotations.job]: job }, {}, 0, `${name}: ${job}`],
  ["nowhere", {}, {}, 1, "CI_JOB_URL and CI_COMMIT_SHA are not set; run it in the build's own job"],
])("where a build comes from is known %s", async (_, annotations, variables, code, said) => {
  const folder = await mkdtemp(path.join(tmpdir(), "annotate-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, `${name}.build.json`);
  const text = pythonJson(buildOf(annotations));
  await writeFile(file, text);
  for (const each of ["CI_JOB_URL", "CI_COMMIT_SHA"]) vi.stubEnv(each, variables[each] ?? "");
  const lines: string[] = [];
  for (const stream of ["log", "error"] as const)
    vi.spyOn(console, stream).mockImplementation((line: string) => void lines.push(line));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });
  expect(await main([folder])).toBe(code);
  expect(lines.join("\n")).toContain(said);
  const isSame = (await readFile(file, "utf8")) === text;
  expect(isSame).toBe(Object.keys(variables).length === 0);
});
