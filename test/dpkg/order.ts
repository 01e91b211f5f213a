import { spawnSync } from "node:child_process";

/** What we say of dpkg's order of two versions. */
interface Claim {
  a: string;
  is: "lt" | "eq" | "gt";
  b: string;
}

export const claim = (a: string, b: string, order: number): Claim => ({
  a,
  is: order === 0 ? "eq" : order < 0 ? "lt" : "gt",
  b,
});

export const hasDpkg = spawnSync("dpkg", ["--version"]).status === 0;

if (!hasDpkg) console.warn("no dpkg on this machine: nothing is compared with its order");

const script = 'while read -r a is b; do dpkg --compare-versions "$a" "$is" "$b" || echo "$a $is $b"; done';

/** The claims that dpkg finds wrong. One shell asks for all of them; each takes a process of some 2 ms. */
export function wrongClaims(claims: readonly Claim[]): string[] {
  const input = claims.map(({ a, is, b }) => `${a} ${is} ${b}\n`).join("");
  const { status, stdout, stderr } = spawnSync("sh", ["-c", script], { input, encoding: "utf8", maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(stderr);
  return stdout.split("\n").filter((line) => line !== "");
}
