import { describe, expect, test } from "vitest";
import { contextOf } from "../../../test/samples/checks-samples.ts";
import { sources } from "./sources.ts";

const list = "== /etc/apt/sources.list\n";
const debian = "== /etc/apt/sources.list.d/debian.sources\n";
const paragraph =
  "Types: deb deb-src\nURIs: http://deb.debian.org/debian/\nSuites: trixie trixie-updates\nComponents: main\n";

describe("apt's sources", () => {
  test.each([
    ["stand in the list", `${list}deb http://deb.debian.org/debian trixie main\n`, []],
    ["stand in paragraphs, beside an empty list", `${list}# see debian.sources\n\n${debian}${paragraph}`, []],
    [
      "stand in both",
      `${list}deb [signed-by=/k.gpg] http://deb.debian.org/debian trixie main\n\n${debian}${paragraph}`,
      [
        "the source deb http://deb.debian.org/debian trixie main is listed 2 times: /etc/apt/sources.list, /etc/apt/sources.list.d/debian.sources",
      ],
    ],
    [
      "stand twice in one file",
      `${list}deb http://deb.debian.org/debian trixie main contrib\ndeb http://deb.debian.org/debian/ trixie main\n`,
      [
        "the source deb http://deb.debian.org/debian trixie main is listed 2 times: /etc/apt/sources.list, /etc/apt/sources.list",
      ],
    ],
    [
      "stand twice, once disabled",
      `${list}deb http://deb.debian.org/debian trixie main\n${debian}Enabled: no\n${paragraph}`,
      [],
    ],
    [
      "stand twice, once disabled by another of apt's words",
      `${list}deb http://deb.debian.org/debian trixie main\n${debian}Enabled: False\n${paragraph}`,
      [],
    ],
    [
      "have names in another case, and no space after them",
      `${debian}types:deb\nuris:http://deb.debian.org/debian\nSUITES:\ttrixie\ncomponents:main main\n`,
      [
        "the source deb http://deb.debian.org/debian trixie main is listed 2 times: /etc/apt/sources.list.d/debian.sources, /etc/apt/sources.list.d/debian.sources",
      ],
    ],
    [
      "go on over lines",
      `${debian}Types: deb\nURIs:\n http://deb.debian.org/debian\nSuites: trixie\nComponents: main\n  main\n`,
      [
        "the source deb http://deb.debian.org/debian trixie main is listed 2 times: /etc/apt/sources.list.d/debian.sources, /etc/apt/sources.list.d/debian.sources",
      ],
    ],
    ["are none", "", ["apt has no sources"]],
  ])("that %s", (_, output, findings) => {
    expect(sources.judge(output, contextOf())).toEqual(findings);
  });
});
