import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import { built, choose, type Choice, type Found } from "./choose.ts";

const now = new Date("2026-07-20T12:00:00Z");
const nothing: Found = { downloaded: false, built: false, go: false };
const anHourAgo = new Date("2026-07-20T11:00:00Z");
const twoDaysAgo = new Date("2026-07-18T12:00:00Z");
const good = { version: "v3.260.0", languageHost: true };

test("the release that Go builds is the SDK's", () => {
  expect(manifest.dependencies["@pulumi/pulumi"]).toBe(built);
  const goMod = readFileSync(path.join(import.meta.dirname, "go.mod"), "utf8");
  for (const module of ["pkg", "sdk"]) expect(goMod).toContain(`github.com/pulumi/pulumi/${module}/v3 v${built}`);
});

test.each<[string, Partial<Found>, Choice]>([
  ["an engine on PATH wins over all", { onPath: good, downloaded: true, built: true, go: true }, "on PATH"],
  ["one too old does not", { onPath: { ...good, version: "v3.100.0" }, downloaded: true }, "downloaded"],
  ["one without its language host does not", { onPath: { ...good, languageHost: false }, built: true }, "built"],
  ["the official release goes before one of our building", { downloaded: true, built: true }, "downloaded"],
  ["what was built is used, not replaced by a download", { built: true, go: true }, "built"],
  ["with nothing there, the official release is tried first", { go: true }, "download"],
  ["after a failed download Go builds", { downloadFailed: anHourAgo, go: true }, "build"],
  ["a failure of another day is tried again", { downloadFailed: twoDaysAgo, go: true }, "download"],
  ["without Go there is nothing left", { downloadFailed: anHourAgo }, "none"],
])("%s", (_sentence, found, choice) => {
  expect(choose({ ...nothing, ...found }, now)).toBe(choice);
});
