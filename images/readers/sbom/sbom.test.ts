import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { version } from "../../../test/samples/samples.ts";
import type { Image } from "../../model/image.ts";
import { cycloneDxText } from "./cyclonedx.ts";
import { spdxText } from "./spdx.ts";

const image: Omit<Image, "channel"> = {
  suite: "trixie",
  vendor: "genericcloud",
  arch: "amd64",
  version: version("20260717-2542"),
};

const paragraph = (name: string, at: string, more = ""): string =>
  `Package: ${name}\nStatus: install ok installed\nPriority: optional\nSection: admin\nMaintainer: A <a@debian.org>\nArchitecture: amd64\n${more}Version: ${at}\nDescription: x\n`;
const status = [
  paragraph("libssl3t64", "3.5.1-1+b1", "Multi-Arch: same\nSource: openssl (3.5.1-1)\n"),
  paragraph("openssl", "3.5.1-1"),
  paragraph("vim-tiny", "2:9.1.1230-2", "Source: vim\n"),
  paragraph("base-files", "13.8+deb13u1~1"),
  "Package: gone\nStatus: deinstall ok config-files\nArchitecture: amd64\nVersion: 1\n",
].join("\n");

const bom = z.object({ components: z.array(z.object({ purl: z.string() })) });
const purlsOf = (text: string): string[] => bom.parse(JSON.parse(text)).components.map(({ purl }) => purl);

test("names each installed package and its source, once", () => {
  expect(purlsOf(cycloneDxText(image, status))).toEqual([
    "pkg:deb/debian/base-files@13.8%2Bdeb13u1~1?arch=amd64",
    "pkg:deb/debian/libssl3t64@3.5.1-1%2Bb1?arch=amd64",
    "pkg:deb/debian/openssl@3.5.1-1?arch=amd64",
    "pkg:deb/debian/vim-tiny@2:9.1.1230-2?arch=amd64",
    "pkg:deb/debian/base-files@13.8%2Bdeb13u1~1?arch=source",
    "pkg:deb/debian/openssl@3.5.1-1?arch=source",
    "pkg:deb/debian/vim@2:9.1.1230-2?arch=source",
  ]);
});

test("whatever a build wrote, both are JSON, and the same again", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (name, at) => {
      for (const write of [cycloneDxText, spdxText]) {
        const text = write(image, paragraph(name, at));
        expect(() => JSON.parse(text) as unknown).not.toThrow();
        expect(write(image, paragraph(name, at))).toBe(text);
      }
    }),
  );
});

const folder = mkdtempSync(join(tmpdir(), "sbom-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

function has(what: string, program: string, ...args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return true;
  } catch {
    console.warn(`an SBOM is not judged by others: pip install ${what}`);
    return false;
  }
}

test.skipIf(!has("spdx-tools", "pyspdxtools", "--help"))("spdx-tools finds no fault in the SPDX document", () => {
  execFileSync("pyspdxtools", ["--infile", file("x.spdx.json", spdxText(image, status))], { stdio: "pipe" });
});

const validate = `
import sys
from cyclonedx.validation.json import JsonStrictValidator
from cyclonedx.schema import SchemaVersion
error = JsonStrictValidator(SchemaVersion.V1_6).validate_str(open(sys.argv[1]).read())
sys.exit(str(error) if error else 0)`;
const hasValidator = has(
  "'cyclonedx-python-lib[json-validation]'",
  "python3",
  "-c",
  "import cyclonedx.validation.json, jsonschema",
);
test.skipIf(!hasValidator)("CycloneDX's own validator finds no fault in the other", () => {
  execFileSync("python3", ["-c", validate, file("x.cdx.json", cycloneDxText(image, status))], { stdio: "pipe" });
});

test.skipIf(!has("debsbom", "debsbom", "--help"))("debsbom names the same packages and sources", () => {
  mkdirSync(join(folder, "root/var/lib/dpkg"), { recursive: true });
  file("root/var/lib/dpkg/status", status);
  const out = join(folder, "theirs");
  execFileSync("debsbom", ["generate", "-r", join(folder, "root"), "-t", "cdx", "--distro-arch", "amd64", "-o", out], {
    stdio: "pipe",
  });
  const theirs = purlsOf(readFileSync(`${out}.cdx.json`, "utf8"));
  expect(purlsOf(cycloneDxText(image, status)).toSorted()).toEqual(theirs.toSorted());
});
