import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digestAnnotation, hexOfAnnotation, isDigestAnnotation, uuidOfUrl } from "./digest.ts";

describe("a digest annotation", () => {
  it("is the base64 of the digest without padding, and back", () => {
    const digest = fc.uint8Array({ minLength: 64, maxLength: 64 }).map((bytes) => Buffer.from(bytes).toString("hex"));
    fc.assert(
      fc.property(digest, (hex) => {
        const annotation = digestAnnotation(hex);
        expect(annotation).toHaveLength("sha512:".length + 86);
        expect(isDigestAnnotation(annotation)).toBe(true);
        expect(hexOfAnnotation(annotation)).toBe(hex);
      }),
    );
  });

  it.each([
    ["padded", `sha512:${"A".repeat(86)}==`],
    ["short", `sha512:${"A".repeat(85)}`],
    ["of another algorithm", `sha256:${"A".repeat(86)}`],
    ["with bits to spare", `sha512:${"A".repeat(85)}B`],
    ["in the alphabet of URLs", `sha512:${"-".repeat(85)}A`],
  ])("is none when %s", (_, text) => {
    expect(hexOfAnnotation(text)).toBeUndefined();
  });

  it("is not made of anything but a sha512", () => {
    expect(() => digestAnnotation("a".repeat(64))).toThrow(RangeError);
  });
});

describe("the uid of a URL", () => {
  it("is what Python's uuid5 says", () => {
    expect(uuidOfUrl("https://www.debian.org/")).toBe("8c761db7-4cf7-5884-a7bd-c083f69b6684");
  });
});
