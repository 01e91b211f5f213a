import { describe, expect, it } from "vitest";
import { leakIn } from "./search.ts";

/** Assembled here, so that scanners for leaked tokens do not report this file. */
const token = (prefix: string, length: number): string => prefix + "k3J9xQ7bW2mZ".repeat(10).slice(0, length);

describe("searching a text for credentials", () => {
  it("knows what secretlint's rules know beside our own", async () => {
    const sendgrid = `SG.${token("", 22)}.${token("", 43)}`;
    expect(await leakIn(`one\nmail with ${sendgrid}\n`)).toEqual({
      line: 2,
      rule: "credential of sendgrid, as secretlint knows them",
    });
  });

  it("names the first line, whoever knows it", async () => {
    const [theirs, ours] = [`SG.${token("", 22)}.${token("", 43)}`, "OS_PASSWORD=hunter2"];
    expect((await leakIn(`${ours}\n${theirs}`))?.line).toBe(1);
    expect((await leakIn(`x\n${theirs}\n${ours}`))?.line).toBe(2);
  });

  it.each([
    "# secretlint-disable-next-line",
    "// secretlint-disable-line",
    "/* secretlint-disable */",
    "<!-- secretlint-disable @secretlint/secretlint-rule-sendgrid -->",
  ])("is not turned off by what stands in the text: %s", async (comment) => {
    const line = `${comment} SG.${token("", 22)}.${token("", 43)}`;
    expect(await leakIn(`${comment}\n${line} ${comment}`)).toMatchObject({ line: 2 });
  });

  it("finds nothing in what dpkg and apt write", async () => {
    const lines = [
      "Package: base-passwd",
      "Maintainer: Colin Watson <cjwatson@debian.org>",
      " /etc/default/grub.d/15_timeout.cfg 4c4e4d2c9d8b7a6f5e4d3c2b1a0f9e8d",
      "deb http://ftp.debian.org/debian-security trixie-security main",
      "ii  libpam-modules:amd64  1.7.0-5  amd64  Pluggable Authentication Modules for PAM",
      "Homepage: https://www.kernel.org/",
    ];
    expect(await leakIn(lines.join("\n"))).toBeUndefined();
  });

  it("is over soon, whatever the text", async () => {
    const lines = ["eyJ".repeat(1300), `curl ${" -u".repeat(1300)}`, "docker login".repeat(330), "a:".repeat(2000)];
    const start = performance.now();
    await leakIn(lines.flatMap((line) => Array.from({ length: 20 }, () => line)).join("\n"));
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
