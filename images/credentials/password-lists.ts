import { masked } from "./formats.ts";

/** The list that chpasswd(8) reads, from a here-document or as cloud-init's `chpasswd: {list: |}`; its lines are the group. */
const passwordList = new RegExp(
  [
    // chpasswd << EOF
    String.raw`\bchpasswd\b[^\n]{0,200}<<-?[ \t]{0,4}["'\\]?\w[^\n]{0,200}\n`,
    // chpasswd:, then expire: and the like, then list: |
    String.raw`\bchpasswd["']?:[ \t]{0,20}\n(?:[ \t]{1,40}[^\n]{0,200}\n){0,5}?[ \t]{1,40}["']?list["']?:[^\n]{0,20}\n`,
  ]
    .map((head) => String.raw`${head}((?:[ \t]{0,40}(?:- )?["']?[\w.$\{}-]{1,64}:[^\n]{0,500}(?:\n|$)){1,100})`)
    .join("|"),
  "g",
);

/** `root:hunter2`. cloud-init makes a password of its own for R and RANDOM. */
const nameAndPassword = new RegExp(
  String.raw`^[ \t]*(?:- )?["']?[^\s:]+:(?!${masked}["']?[ \t]*$|R(?:ANDOM)?["']?[ \t]*$)[^\s"']{3}`,
);

/** The number, from 1, of the first line of a text that has a password only because it stands in a list of them. */
export function passwordListLine(text: string): number | undefined {
  for (const { 0: whole, 1: fromShell, 2: fromCloudInit, index } of text.matchAll(passwordList)) {
    const lines = fromShell ?? fromCloudInit ?? "";
    const before = text.slice(0, index + whole.length - lines.length).split("\n").length;
    const found = lines.split("\n").findIndex((line) => nameAndPassword.test(line));
    if (found !== -1) return before + found;
  }
  return undefined;
}
