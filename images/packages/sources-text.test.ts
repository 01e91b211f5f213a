import { describe, expect, it } from "vitest";
import { sourcesText } from "./sources-text.ts";

const paragraph = (name: string, version: string, source?: string): string =>
  [
    `Package: ${name}`,
    "Status: install ok installed",
    ...(source === undefined ? [] : [`Source: ${source}`]),
    "Architecture: amd64",
    `Version: ${version}`,
    "",
  ].join("\n");

describe("the sources of an image", () => {
  it("are each there once, with the version of the source and not of the package", () => {
    const status = [
      paragraph("zlib1g", "1:1.3.1-1+b1", "zlib (1:1.3.1-1)"),
      paragraph("libssl3t64", "3.5.1-1", "openssl"),
      paragraph("openssl", "3.5.1-1"),
      paragraph("adduser", "3.152"),
    ].join("\n");
    expect(sourcesText(status)).toBe("adduser 3.152\nopenssl 3.5.1-1\nzlib 1:1.3.1-1\n");
  });

  it("of two versions have two lines", () => {
    const status = [paragraph("gcc-14-base", "14.2.0-19", "gcc-14"), paragraph("libgcc-s1", "14.2.0-20", "gcc-14")];
    expect(sourcesText(status.join("\n"))).toBe("gcc-14 14.2.0-19\ngcc-14 14.2.0-20\n");
  });

  it("stand in the order of bytes, as LC_ALL=C sort has it", () => {
    const names = ["libxml2", "Zope", "libx11", "lib-x"];
    const text = sourcesText(names.map((name) => paragraph(name, "1")).join("\n"));
    expect(text).toBe("Zope 1\nlib-x 1\nlibx11 1\nlibxml2 1\n");
  });

  it("are none without packages", () => {
    expect(sourcesText("")).toBe("");
  });
});
