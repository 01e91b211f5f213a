import { expect, test } from "vitest";
import { unwantedIn, type PackageRules } from "./package-rules.ts";

const packages = [
  "bash",
  "libc6:amd64",
  "libstdc++6:amd64",
  "linux-image-6.12.41+deb13-cloud-amd64",
  "openssh-server",
].map((name) => ({ name }));
const forbid = (...names: string[]) => ({ forbid: names, require: [] });
const require = (...names: string[]) => ({ forbid: [], require: names });

const cases: readonly [string, PackageRules, string[]][] = [
  ["nothing is said", {}, []],
  ["what is forbidden is not there", { "*": forbid("telnetd", "ssh") }, []],
  ["it is there", { "*": forbid("bash") }, ["has bash, which cloud-images:packages.*.forbid names"]],
  ["it is there for an arch", { "*": forbid("libc6") }, ["has libc6, which cloud-images:packages.*.forbid names"]],
  [
    "a pattern matches",
    { ec2: forbid("openssh-*") },
    ["has openssh-server, which cloud-images:packages.ec2.forbid names"],
  ],
  [
    "two patterns match one",
    { ec2: forbid("openssh-*", "*-server") },
    ["has openssh-server, which cloud-images:packages.ec2.forbid names"],
  ],
  ["a dot or a plus is no pattern", { "*": forbid("ba.h", "libstdc+6") }, []],
  ["a plus is itself", { "*": forbid("libstdc++6") }, ["has libstdc++6, which cloud-images:packages.*.forbid names"]],
  ["it is another vendor's", { nocloud: forbid("bash") }, []],
  ["what is required is there", { ec2: require("bash", "libc6", "linux-image-*-cloud-*") }, []],
  [
    "it is not there",
    { ec2: require("cloud-init") },
    ["lacks cloud-init, which cloud-images:packages.ec2.require names"],
  ],
  [
    "all vendors and its own say something",
    { "*": forbid("bash"), ec2: require("linux-image-*-rt-*") },
    [
      "has bash, which cloud-images:packages.*.forbid names",
      "lacks linux-image-*-rt-*, which cloud-images:packages.ec2.require names",
    ],
  ],
];

test.each(cases)("of an image of ec2, where %s", (_, rules, said) => {
  expect(unwantedIn(rules, "ec2", packages)).toEqual(said);
});
