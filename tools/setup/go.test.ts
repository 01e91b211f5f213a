import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { engineModule } from "./engine/build.ts";
import { project } from "./bootstrap/folders.mjs";
import { judgeGo, neededGo } from "./go.ts";

test("README names the Go that builds the engine", () => {
  const readme = readFileSync(path.join(project, "README.md"), "utf8");
  expect(readme).toContain(`Go ${neededGo(engineModule)} or newer`);
});

test.each([
  [{ version: "go1.26.6", toolchain: "local" }, undefined],
  [{ version: "go1.26.8", toolchain: "auto" }, undefined],
  [{ version: "go1.27rc1", toolchain: "local" }, undefined],
  [
    { version: "go1.19.8", toolchain: "" },
    { old: "this is Go 1.19.8, 1.26.6 is needed", fetches: false },
  ],
  [
    { version: "go1.24.4", toolchain: "local" },
    { old: "this is Go 1.24.4, 1.26.6 is needed", fetches: false },
  ],
  [
    { version: "go1.24.4", toolchain: "auto" },
    { old: "this is Go 1.24.4, 1.26.6 is needed", fetches: true },
  ],
])("of %j is said %j", (go, said) => {
  expect(judgeGo(go, "1.26.6")).toEqual(said);
});
