import { kernelPatterns, renames } from "../model/definitions/package-names.ts";

/** `libc6` for `libc6:amd64`. */
export function withoutArch(name: string): string {
  const colon = name.indexOf(":");
  return colon === -1 ? name : name.slice(0, colon);
}

/** A kernel package's name without its ABI, `linux-image-*-cloud-amd64`; null for other packages. */
export function kernelOf(name: string): string | null {
  if (!name.startsWith("linux-")) return null;
  for (const pattern of kernelPatterns) {
    const match = pattern.exec(withoutArch(name));
    // an unsigned kernel is the same one, not yet signed
    if (match !== null) return `${match[1] ?? ""}*${(match[2] ?? "").replace(/-unsigned$/, "")}`;
  }
  return null;
}

/** The name after all known renames: `libssl3` for `libssl3t64`, the present name for a former one. */
export function presentName(name: string): string {
  const plain = withoutArch(name).replace(/t64(?=-|$)/, "");
  return renames[plain] ?? plain;
}

/** The name with `#` for its numbers: `libicu#` for `libicu67` and `libicu72`, which differ only in their soname. */
export const stemOf = (name: string): string => presentName(name).replace(/\d+(?:\.\d+)*/g, "#");
