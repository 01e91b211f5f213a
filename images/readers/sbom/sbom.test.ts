import * as fc from "fast-check";
import { expect, test } from "vitest";
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
