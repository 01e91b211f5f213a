import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pythonPackages } from "../peers/python-packages.ts";
import { exampleCheckout, expandedFile } from "../peers/local-pipelines.ts";

/** The files of ci/ against GitLab's own schema, which check-jsonschema brings. */

let packages: string;
let folder: string;
beforeAll(async () => {
  const requirements = path.join(import.meta.dirname, "../peers/check-jsonschema/requirements.txt");
  packages = path.join(await pythonPackages("check-jsonschema", requirements), "packages");
  folder = mkdtempSync(path.join(tmpdir(), "cloud-images-schema-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function check(file: string): { status: number | null; output: string } {
  const args = [
    "-m",
    "check_jsonschema",
    "--builtin-schema",
    "vendor.gitlab-ci",
    "--data-transform",
    "gitlab-ci",
    file,
  ];
  const { status, stdout, stderr } = spawnSync("python3", args, {
    encoding: "utf8",
    timeout: 120_000,
    env: { ...process.env, PYTHONPATH: packages },
  });
  return { status, output: stdout + stderr };
}

/** Checks the example's jobs with all that they extend, because the schema takes anything for a template. */
async function checkExample(change: (text: string) => string = (text) => text) {
  const checkout = exampleCheckout(mkdtempSync(path.join(folder, "checkout-")));
  const file = path.join(checkout.folder, "ci/gitlab.yml");
  writeFileSync(file, change(readFileSync(file, "utf8")));
  const whole = path.join(folder, "whole.yml");
  writeFileSync(whole, await expandedFile(checkout));
  return check(whole);
}

test("GitLab takes every job", async () => {
  expect(await checkExample()).toMatchObject({ status: 0 });
});

test.each([
  ["a group that is a list", "resource_group: $STACK", "resource_group: [$STACK]"],
  ["another word for when", "when: manual", "when: by-hand"],
  ["a reason to retry that does not exist", "runner_system_failure", "runner_failure"],
])("and refuses %s", async (_, right, wrong) => {
  const { status, output } = await checkExample((text) => {
    expect(text).toContain(right);
    return text.replaceAll(right, wrong);
  });
  expect(status, output).toBe(1);
});
