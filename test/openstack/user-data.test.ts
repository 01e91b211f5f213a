import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { userData } from "../../images/boot-tests/collector.ts";
import { vendors } from "../../images/model/definitions/vendors.ts";
import { renderUserData } from "../../workloads/runner/model/cloud-config.ts";
import { runnerDefinition } from "../samples/workloads/runners.ts";
import { runnerConfig } from "../../workloads/runner/model/user-data.ts";
import { SchemaCheck } from "./user-data/schema-check.ts";

let check: SchemaCheck;

beforeAll(async () => {
  check = await SchemaCheck.fetch();
});

afterAll(() => check.remove());

const volume = "0b0e4f0a-1c2d-4e5f-8a9b-0c1d2e3f4a5b";
const ofRunner = (volumeId: string | null, more: Parameters<typeof runnerDefinition>[0] = {}): string =>
  renderUserData(runnerConfig("casulana", runnerDefinition(more), volumeId));

describe("cloud-init's own schema check", () => {
  it.each([
    ["a runner without a volume", ofRunner(null)],
    ["a runner with a volume, on arm64", ofRunner(volume, { cache: 50, arch: "arm64" })],
    ["a boot test", userData(vendors.genericcloud, { run: "0123456789abcdef", seconds: 600 })],
  ])("takes the user data of %s", async (_case, text) => {
    expect(await check.said(text)).toMatch(/^Valid (cloud-config|schema)/m);
  });

  it("refuses a value that cloud-init does not take", async () => {
    const wrong = ofRunner(null).replace("package_update: true", "package_update: maybe");
    await expect(check.said(wrong)).rejects.toThrow(/package_update/);
  });
});
