import { describe, expect, test } from "vitest";
import { outputFilter } from "./output-filter.ts";

/** The part of a display that a person sees. */
function seen(lines: readonly string[]): { lines: string[]; kept: number } {
  const display = outputFilter();
  const shown = [...lines.flatMap((line) => display.line(line)), ...display.end()];
  return { lines: shown, kept: display.kept() };
}

const urn = "urn:pulumi:dev::cloud-images::debian:cloud:Publication$debian:mirror";
const none = (resource: string): string =>
  `error: expected resource operations for ${urn}:${resource} but none were seen`;

const failed = [
  "Updating (dev):",
  ` +  debian:mirror:ImageFiles a-files creating (1s) error: no space left`,
  ` ~  debian:mirror:Index sid-daily  ${none("Index::sid-daily")}`,
  "Diagnostics:",
  "  debian:mirror:Index (sid-daily):",
  `    ${none("Index::sid-daily")}`,
  "",
  "  pulumi:pulumi:Stack (cloud-images-dev):",
  "    warning: refused: builds/x: expected y",
  "    error: update failed",
  "",
  "  debian:mirror:ImageFiles (a-files):",
  "    error: /srv/tree is full: expected room on its file system",
  "    free some space",
  "",
  "Resources:",
  "    2 unchanged",
];

describe("of a run that failed", () => {
  test("the line that says why stands first, and nothing that follows from it is shown", () => {
    expect(seen(failed).lines).toEqual([
      "Updating (dev):",
      ` +  debian:mirror:ImageFiles a-files creating (1s) error: no space left`,
      "Diagnostics:",
      "  debian:mirror:ImageFiles (a-files):",
      "    error: /srv/tree is full: expected room on its file system",
      "    free some space",
      "",
      "  pulumi:pulumi:Stack (cloud-images-dev):",
      "    warning: refused: builds/x: expected y",
      "",
      "Resources:",
      "    2 unchanged",
    ]);
  });

  test("with colours the same is shown", () => {
    const red = (line: string): string => `\u001b[31m${line}\u001b[0m`;
    expect(seen(failed.map((line) => (line === "" ? line : red(line)))).lines).toHaveLength(12);
  });

  test("what the engine says of the whole is shown where nothing else says anything", () => {
    const lines = ["Diagnostics:", "  pulumi:pulumi:Stack (s):", "    error: update canceled", ""];
    expect(seen([...lines, "Duration: 1s"]).lines).toEqual([...lines, "Duration: 1s"]);
  });

  test("nothing is left of a whole in which only consequences are told", () => {
    expect(seen(["Diagnostics:", "  a (b):", `    ${none("a::b")}`, ""])).toEqual({ lines: [], kept: 4 });
  });
});

/** Recorded of pulumi 3.276.0, the closed gate of a set; cut down to the rows that differ. */
const closedGate = [
  "Updating (dev):",
  "",
  " +  debian:test:Gate sid-2543 creating (0s) error: gate closed: generic/amd64: failed",
  " +  debian:test:Gate sid-2543 **creating failed** error: gate closed: generic/amd64: failed",
  `    debian:mirror:Version sid-2542  ${none("Version::sid-2542")}`,
  `    debian:mirror:Latest sid-latest  ${none("Latest::sid-latest")}`,
  "    pulumi:pulumi:Stack cloud-images-dev  ",
  "    debian:mirror:Latest sid-latest **failed** 1 error",
  "    debian:mirror:Version sid-2542 **failed** 1 error",
  "Diagnostics:",
  "  debian:mirror:Version (sid-2542):",
  `    ${none("Version::sid-2542")}`,
  "",
  "  debian:mirror:ImageFiles (generic-files):",
  "    warning: failed: generic.tar.xz cannot be decompressed: Compressed data is corrupt",
  "",
  "  debian:test:Gate (sid-2543):",
  "    error: gate closed: generic/amd64: failed",
  "",
  "  debian:mirror:Latest (sid-latest):",
  `    ${none("Latest::sid-latest")}`,
  "",
  "Resources:",
  "    + 6 created",
  "    7 changes. 10 unchanged",
  "    3 errored",
];

/** The same of a Ctrl-C, before the first step was begun. */
const stopped = [
  "Updating (dev):",
  "",
  "^C received; cancelling. If you would like to terminate immediately, press ^C again.",
  "",
  `    debian:cloud:Publication sid-daily  ${none("Publication::sid-daily")}`,
  `    pulumi:providers:debian debian  ${none("debian")}`,
  "    pulumi:providers:debian debian **failed** 1 error",
  "    debian:cloud:Publication sid-daily **failed** 1 error",
  "Diagnostics:",
  "  debian:cloud:Publication (sid-daily):",
  `    ${none("Publication::sid-daily")}`,
  "",
  "  pulumi:providers:debian (debian):",
  `    ${none("debian")}`,
  "",
  "Resources:",
  "    1 unchanged",
  "    2 errored",
];

/** The same while two archives were copied. */
const stoppedAmidst = [
  " +  debian:mirror:ImageFiles a-files creating (0s) copying the archive",
  "^C received; cancelling. If you would like to terminate immediately, press ^C again.",
  " +  debian:mirror:ImageFiles a-files creating (0s) error: the run was cancelled",
  " +  debian:mirror:ImageFiles a-files **creating failed** error: the run was cancelled",
  " +  debian:mirror:ImageFiles b-files **creating failed** error: the run was cancelled",
  "Diagnostics:",
  "  debian:mirror:ImageFiles (a-files):",
  "    error: the run was cancelled",
  "",
  "  debian:mirror:ImageFiles (b-files):",
  "    error: the run was cancelled",
  "",
  "Resources:",
  "    + 8 created",
  "    2 errored",
];

describe("of steps that were never begun, or not ended", () => {
  test("none is said to have failed, nor counted, beside the one that did", () => {
    expect(seen(closedGate).lines).toEqual([
      ...closedGate.slice(0, 4),
      "    pulumi:pulumi:Stack cloud-images-dev  ",
      "Diagnostics:",
      "  debian:test:Gate (sid-2543):",
      "    error: gate closed: generic/amd64: failed",
      "",
      "  debian:mirror:ImageFiles (generic-files):",
      "    warning: failed: generic.tar.xz cannot be decompressed: Compressed data is corrupt",
      "",
      "Resources:",
      "    + 6 created",
      "    7 changes. 10 unchanged",
      "    1 errored",
    ]);
  });

  test("nothing is said where a person stopped the run", () => {
    expect(seen(stopped).lines).toEqual([...stopped.slice(0, 4), "Resources:", "    1 unchanged"]);
    expect(seen(stoppedAmidst).lines).toEqual([...stoppedAmidst.slice(0, 2), "Resources:", "    + 8 created"]);
  });

  test("what failed by itself too is told", () => {
    const own = "    debian:mirror:Latest sid-latest **failed** 2 errors";
    expect(seen([...closedGate.slice(0, 7), own]).lines).toContain(own);
  });
});

test("what is kept on purpose is named, and no advice is given to let it go", () => {
  const { lines } = seen([
    "Diagnostics:",
    "  debian:mirror:Version (x):",
    `    error: resource "${urn}:Version::x" cannot be deleted`,
    "    because it is protected. To unprotect the resource, either remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`, or use the command:",
    `    \`pulumi state unprotect '${urn}:Version::x'\``,
    "",
  ]);
  expect(lines).toEqual([
    "Diagnostics:",
    "  debian:mirror:Version (x):",
    `    error: resource "${urn}:Version::x" cannot be deleted`,
    "    because it is protected. It stays: npm run explain says what the plan has with it.",
    "",
  ]);
});

test("a display without a failure is shown as it is", () => {
  const lines = ["Previewing (dev):", " +  a b create", "", "Resources:", "    + 1 to create", ""];
  expect(seen(lines)).toEqual({ lines, kept: 0 });
});
