import { isMember, type Member } from "./image.ts";
import { isVersion, type Version } from "./version.ts";

/** The images that keys of the configuration name: `20260717-2542` a set, `20260717-2542/genericcloud/arm64` one image. */
export interface Selection {
  /** The key that names the image, or else the key that names its set; undefined for none. */
  keyOf(version: Version, member: Member): string | undefined;
}

export const isSelectionKey = (key: string): boolean => splitKey(key) !== undefined;

function splitKey(key: string): { version: Version; member: Member | undefined } | undefined {
  const slash = key.indexOf("/");
  const version = slash < 0 ? key : key.slice(0, slash);
  if (!isVersion(version)) return undefined;
  if (slash < 0) return { version, member: undefined };
  const member = key.slice(slash + 1);
  return isMember(member) ? { version, member } : undefined;
}

/** Keys of any other form select nothing. */
export function selectionOf(keys: Iterable<string>): Selection {
  const whole = new Set<Version>();
  const members = new Map<Version, Set<Member>>();
  for (const key of keys) {
    const parts = splitKey(key);
    if (parts === undefined) continue;
    if (parts.member === undefined) whole.add(parts.version);
    else members.set(parts.version, (members.get(parts.version) ?? new Set()).add(parts.member));
  }
  return {
    keyOf(version, member) {
      if (members.get(version)?.has(member) === true) return `${version}/${member}`;
      return whole.has(version) ? version : undefined;
    },
  };
}
