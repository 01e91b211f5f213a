import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { UserError } from "../../model/errors.ts";
import { readPackageIndex } from "./package-index.ts";
import { atOnce, inPieces, pieceSizes } from "../../../test/samples/security-samples.ts";

const where = "main/binary-amd64/Packages";

const paragraph = (...lines: string[]): string => `${lines.join("\n")}\n\n`;
const openssl = paragraph(
  "Package: openssl",
  "Version: 3.0.15-1~deb12u1",
  "Architecture: amd64",
  "Depends: libc6 (>= 2.34)",
  "Description: Secure Sockets Layer toolkit\n Version: 9 is not meant, é neither",
);
const libssl = paragraph("Package: libssl3", "Source: openssl", "Version: 3.0.15-1~deb12u1", "Architecture: amd64");
const kernel = paragraph(
  "Package: linux-image-6.1.0-31-cloud-amd64",
  "Source: linux-signed-amd64 (6.1.128+1)",
  "Version: 6.1.128-1",
  "Architecture: amd64",
);
const other = paragraph("Package: zsh", "Version: 5.9-4", "Architecture: amd64");
const file = openssl + libssl + kernel + other;

const reads = (chunks: AsyncIterable<Uint8Array>, packages: string[], sources: string[] = []) =>
  readPackageIndex(chunks, { pocket: "security", packages: new Set(packages), sources: new Set(sources) }, where);

describe("an index of packages", () => {
  it("has the wanted packages, each with its source, and no others", async () => {
    const names = ["openssl", "libssl3", "linux-image-6.1.0-31-cloud-amd64", "not-there"];
    expect(await reads(atOnce(file), names)).toEqual(
      new Map(
        Object.entries({
          openssl: [
            {
              version: "3.0.15-1~deb12u1",
              source: { name: "openssl", version: "3.0.15-1~deb12u1" },
              pocket: "security",
            },
          ],
          libssl3: [
            {
              version: "3.0.15-1~deb12u1",
              source: { name: "openssl", version: "3.0.15-1~deb12u1" },
              pocket: "security",
            },
          ],
          "linux-image-6.1.0-31-cloud-amd64": [
            {
              version: "6.1.128-1",
              source: { name: "linux-signed-amd64", version: "6.1.128+1" },
              pocket: "security",
            },
          ],
        }),
      ),
    );
  });

  it("has all packages of the wanted sources", async () => {
    expect([...(await reads(atOnce(file), [], ["openssl"])).keys()]).toEqual(["openssl", "libssl3"]);
  });

  it("has every version of a package", async () => {
    const index = await reads(atOnce(other + other.replace("5.9-4", "5.9-5")), ["zsh"]);
    expect(index.get("zsh")?.map(({ version }) => version)).toEqual(["5.9-4", "5.9-5"]);
  });

  it.each([
    ["an empty file", ""],
    ["a file of empty lines", "\n\n\n"],
    ["a file with nothing that is wanted", other],
  ])("is empty in %s", async (_, text) => {
    expect(await reads(atOnce(text), ["openssl"])).toEqual(new Map());
  });

  it("may end without an empty line", async () => {
    expect((await reads(atOnce(file.slice(0, -1)), ["zsh"])).size).toBe(1);
  });

  it.each([
    ["a page of a web server", "<!DOCTYPE html>\n", "Package and Version"],
    ["a paragraph without a version", file + "Package: dash\n\n", "Package and Version"],
    ["a paragraph without a name", `${file}Version: 1\n\n`, "Package and Version"],
    ["an end in the middle of a line", file.slice(0, -3), "cut off"],
    ["no paragraph's end in sight", `Package: ${"x".repeat(2 ** 20)}`, "at most"],
    ["other than UTF-8", Buffer.from(file.replace("é", "e\u00e9"), "latin1"), "UTF-8"],
    ["an end in the middle of a character", Buffer.from("Package: é").subarray(0, -1), "UTF-8"],
  ])("is refused with %s", async (_, content, expected) => {
    const index = reads(atOnce(content), ["openssl"]);
    await expect(index).rejects.toThrow(UserError);
    await expect(index).rejects.toThrow(expected);
  });
});

test("it does not matter in which pieces the file comes", async () => {
  const whole = await reads(atOnce(file), ["openssl"], ["linux-signed-amd64"]);
  await fc.assert(
    fc.asyncProperty(pieceSizes, async (sizes) => {
      expect(await reads(inPieces(file, sizes), ["openssl"], ["linux-signed-amd64"])).toEqual(whole);
    }),
  );
});
