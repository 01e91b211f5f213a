import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { markOf } from "../../images/boot-tests/collector.ts";

/** What a guest sends in which all is well, for tests: genericcloud/amd64, in the circumstances of `contextOf`. */

const done = { start: 1, finished: 2, errors: [] };

export const goodOutputs: Readonly<Record<string, string>> = {
  "cloud-init": JSON.stringify({
    v1: { "init-local": done, init: done, "modules-config": done, "modules-final": done },
  }),
  firmware: "bios\n",
  kernel: "6.12.48+deb13-cloud-amd64\n",
  "cloud-release": 'ID=genericcloud\nVERSION="20260717-2542"\n',
  hosts: "127.0.0.1 localhost boot-test\n",
  sources: "== /etc/apt/sources.list\ndeb http://deb.debian.org/debian trixie main\n",
  packages: "adduser:all 3.152\nlibc6:amd64 2.41-12\n",
  "failed-units": "units\n",
  network: "address 10.0.2.15\nresolver 10.0.2.3\n",
  "root-grown": "4200000000\n",
};

const loginPrompt = "\nDebian GNU/Linux 13 boot-test ttyS0\n\nboot-test login: ";

/** The lines by which a guest sends the output of a check. */
export function sent(run: string, name: string, text: string | Uint8Array): string[] {
  const chunks =
    gzipSync(text)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  const digest = createHash("sha256")
    .update(chunks.map((chunk) => `${chunk}\n`).join(""))
    .digest("hex");
  const lines = chunks.map((chunk, number) => `${name} ${number} ${chunk}`);
  return [...lines, `${name} end ${chunks.length} ${digest}`].map((line) => `${markOf(run)} ${line}`);
}

/** A guest's console with the outputs of its checks. */
export const consoleOf = (run: string, outputs: Readonly<Record<string, string>>): string =>
  [
    loginPrompt,
    ...Object.entries(outputs).flatMap(([name, text]) => sent(run, name, text)),
    `${markOf(run)} done`,
  ].join("\n");
