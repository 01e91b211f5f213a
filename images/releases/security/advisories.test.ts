import { describe, expect, it } from "vitest";
import { UserError } from "../../model/errors.ts";
import { day } from "../../../test/samples/samples.ts";
import { parseAdvisories } from "./advisories.ts";
import type { Advisory } from "./types.ts";

const where = "DSA/list";
const text = (...lines: string[]): string => `${lines.join("\n")}\n`;

const xorg = [
  "[29 Mar 2023] DSA-5380-1 xorg-server - security update",
  "\t{CVE-2023-1393}",
  "\t[bullseye] - xorg-server 2:1.20.11-1+deb11u6",
];

function only(...lines: string[]): Advisory {
  const [advisory, ...more] = parseAdvisories(text(...lines), where);
  if (advisory === undefined || more.length > 0) throw new Error(`${more.length} more advisories`);
  return advisory;
}

function refusal(list: string): string {
  try {
    parseAdvisories(list, where);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return "read";
}

describe("an advisory", () => {
  it("has its id, day, source, vulnerabilities and fixes", () => {
    expect(only(...xorg)).toEqual({
      id: "DSA-5380-1",
      day: day("2023-03-29"),
      source: "xorg-server",
      description: "security update",
      cves: ["CVE-2023-1393"],
      fixes: new Map([["bullseye", { is: "fixed", version: "2:1.20.11-1+deb11u6" }]]),
    });
  });

  it("of the LTS team reads the same", () => {
    const systemd = ["[31 Mar 2023] DLA-3377-1 systemd - security update", "\t[buster] - systemd 241-7~deb10u9"];
    expect(only(...systemd)).toMatchObject({ id: "DLA-3377-1", source: "systemd", day: day("2023-03-31") });
  });

  it("that mends a regression may name no vulnerability", () => {
    const sox = ["[17 Mar 2023] DSA-5356-2 sox - regression update", "\t[bullseye] - sox 14.4.2+git20190427-2+deb11u2"];
    expect(only(...sox)).toMatchObject({ id: "DSA-5356-2", cves: [], description: "regression update" });
  });

  it.each([
    ["eight spaces", "        {CVE-2008-5005 CVE-2008-5006}", "        [etch] - uw-imap 7:2002edebian1-13.1+etch1"],
    ["a tab", "\t{CVE-2008-5005 CVE-2008-5006}", "\t[etch] - uw-imap 7:2002edebian1-13.1+etch1"],
    ["a space and a tab", " \t{CVE-2008-5005 CVE-2008-5006}", " \t[etch] - uw-imap 7:2002edebian1-13.1+etch1"],
    ["spaces at the end", "\t{ CVE-2008-5005  CVE-2008-5006 } ", "\t[etch] - uw-imap 7:2002edebian1-13.1+etch1 "],
  ])("may be indented by %s", (_, vulnerabilities, fix) => {
    const advisory = only("[12 Dec 2008] DSA-1685-1 uw-imap - multiple vulnerabilities", vulnerabilities, fix);
    expect(advisory.cves).toEqual(["CVE-2008-5005", "CVE-2008-5006"]);
    expect(advisory.fixes.get("etch")).toEqual({ is: "fixed", version: "7:2002edebian1-13.1+etch1" });
  });

  it.each([
    ["[26 Jun 2008] DSA-1599-1 dbus", "DSA-1599-1", ""],
    ["[02 Jul 2002] DSA-135 dbus -- buffer overflow / DoS", "DSA-135", "buffer overflow / DoS"],
    ["[02 Jul 2002] DSA-136 dbus - a - b", "DSA-136", "a - b"],
  ])("may have an old heading: %s", (heading, id, description) => {
    expect(only(heading, "\t[etch] - dbus 1.0.2-1+etch1")).toMatchObject({ id, description, source: "dbus" });
  });

  it("leaves remarks and references to other advisories aside", () => {
    const advisory = only(
      "[12 Feb 2003] DSA-250-1 w3mmee - missing HTML quoting",
      "\t{CVE-2002-1335 DSA-249-1 VU#123456}",
      "\tNOTE: not in sid/sarge",
      "\tTODO: check",
    );
    expect(advisory).toMatchObject({ cves: ["CVE-2002-1335"], source: "w3mmee", fixes: new Map() });
  });
});

describe("what an advisory says of a suite", () => {
  it.each([
    ["[woody] - pam 0.72-35", "woody", { is: "fixed", version: "0.72-35" }],
    ["[woody] - pam <end-of-life>", "woody", { is: "end-of-life" }],
    ["[woody] - pam <not-affected> (only a dummy package)", "woody", { is: "not-affected" }],
    ["[woody] - pam <unfixed>", "woody", { is: "unfixed" }],
    ["[woody] - pam <ignored> (Too intrusive)", "woody", { is: "unfixed" }],
    ["- pam 0.76-6 (medium; bug #1234)", "sid", { is: "fixed", version: "0.76-6" }],
  ])("is read from %s", (line, codename, fix) => {
    const advisory = only("[17 Oct 2002] DSA-177-1 pam - serious", `\t${line}`);
    expect(advisory.fixes).toEqual(new Map([[codename, fix]]));
  });

  it.each([
    ["the higher version", ["1.10-1", "1.9-1"], { is: "fixed", version: "1.10-1" }],
    ["the higher version, in either order", ["1.9-1", "1.10-1"], { is: "fixed", version: "1.10-1" }],
    ["no fix at all", ["1.9-1", "<unfixed>"], { is: "unfixed" }],
    ["no fix at all, in either order", ["<unfixed>", "1.9-1"], { is: "unfixed" }],
  ])("twice, is %s", (_, versions, fix) => {
    const lines = versions.map((version) => `\t[etch] - dbus ${version}`);
    expect(only("[26 Jun 2008] DSA-1599-1 dbus", ...lines).fixes.get("etch")).toEqual(fix);
  });
});

it("is an advisory of each source, where an entry fixes several", () => {
  const advisories = parseAdvisories(
    text(
      "[15 Dec 2008] DSA-1687-1 fai-kernels linux-2.6 - several vulnerabilities",
      "\t{CVE-2008-3527}",
      "\t[etch] - fai-kernels 1.17+etch.23etch1",
      "\t[etch] - linux-2.6 2.6.18.dfsg.1-23etch1",
    ),
    where,
  );
  expect(advisories).toMatchObject([
    { id: "DSA-1687-1", source: "fai-kernels", cves: ["CVE-2008-3527"] },
    { id: "DSA-1687-1", source: "linux-2.6", fixes: new Map([["etch", { version: "2.6.18.dfsg.1-23etch1" }]]) },
  ]);
});

it("is an advisory of each source of its heading, where it fixes none", () => {
  const advisories = parseAdvisories(text("[31 Dec 2002] DSA-219 dhcpcd dhcp - x", "\tNOTE: not in woody"), where);
  expect(advisories.map(({ source }) => source)).toEqual(["dhcpcd", "dhcp"]);
});

it("follows the fixes where a heading calls the source otherwise", () => {
  const advisory = only("[30 Jan 2003] DSA-247 courier-ssl - missing", "\t[woody] - courier 0.37.3-3.3");
  expect(advisory.source).toBe("courier");
});

it("keeps the list's order", () => {
  const older = ["[27 Mar 2023] DSA-5379-1 dino-im - security update", "\t[bullseye] - dino-im 0.2.0-3+deb11u1"];
  expect(parseAdvisories(text(...xorg, "", ...older), where).map(({ id }) => id)).toEqual(["DSA-5380-1", "DSA-5379-1"]);
});

describe("a list is refused", () => {
  const whole = text(...xorg);
  it.each([
    ["nothing at all", "", 1, "entries"],
    ["an empty line", "\n", 2, "entries"],
    ["a page of a web server", "<!DOCTYPE html>\n<html>\n</html>\n", 1, "[DD Mon YYYY]"],
    ["a fix without a heading", "\t[bullseye] - linux 5.10.1-1\n", 1, "[DD Mon YYYY]"],
    ["a day that no month has", whole.replace("29 Mar", "31 Feb"), 1, "a day that exists"],
    ["a month that is none", whole.replace("Mar", "Mrz"), 1, "a day that exists"],
    ["an unknown word for a version", whole.replace(/2:1\S+/, "<soon>"), 3, "end-of-life"],
    ["a fix without a version", whole.replace(/ 2:1\S+/, ""), 3, "source version"],
    ["a fix with two versions", whole.replace(/(2:1\S+)/, "$1 2"), 3, "source version"],
    ["a vulnerability that has no name", whole.replace("CVE-2023-1393", "CVE-2023"), 2, "names of vulnerabilities"],
    ["no vulnerability between braces", whole.replace("CVE-2023-1393", " "), 2, "names of vulnerabilities"],
    ["an open brace", whole.replace("}", ""), 2, "names of vulnerabilities"],
    ["a line that says something else", `${whole}\tRESERVED\n`, 4, "source version"],
    ["a heading that lost its bracket", `${whole}29 Mar 2023] DSA-5380-1 xorg-server - x\n`, 4, "[DD Mon YYYY]"],
    ["an entry of another list", `${whole}[29 Mar 2023] CVE-2023-1 xorg-server - x\n`, 4, "[DD Mon YYYY]"],
  ])("that has %s", (_, list, line, expected) => {
    const message = refusal(list);
    expect(message).toContain(`${where}, line ${line}`);
    expect(message).toContain(expected);
  });

  it("not for a line about a suite that has no images any more: the oldest entries have forms of their own", () => {
    const [entry] = parseAdvisories(`${whole.trimEnd()}\n\t[potato] - xorg-server\n`, where);
    expect([...(entry?.fixes.keys() ?? [])]).toEqual(["bullseye"]);
  });

  it("that is cut off anywhere in its last entry", () => {
    const before = text("[27 Mar 2023] DSA-5379-1 dino-im - security update", "\t[bullseye] - dino-im 0.2.0-3+deb11u1");
    for (let length = 1; length < whole.length; length += 1) {
      expect(refusal(before + whole.slice(0, length)), `cut after ${length}`).not.toBe("read");
    }
  });
});
