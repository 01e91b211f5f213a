import { parseMember, type Member } from "../model/image.ts";

/** Which of a set's images something is about. */
export interface Share {
  members: readonly Member[];
  /** Images that the set has. */
  of: number;
  /** The fewest patterns, as the configuration has them (with an asterisk for any vendor or arch), that name just these. */
  patterns: readonly string[];
}

/** @param whole the images of the set */
export function shareOf(members: Iterable<Member>, whole: readonly Member[]): Share {
  const chosen = new Set(members);
  const rest = new Set(chosen);
  const patterns: string[] = [];
  for (const pattern of patternsOver(whole)) {
    const named = whole.filter((member) => matches(pattern, member));
    if (!named.every((member) => chosen.has(member)) || !named.some((member) => rest.has(member))) continue;
    patterns.push(patternText(pattern));
    for (const member of named) rest.delete(member);
  }
  return { members: [...chosen], of: whole.length, patterns: [...patterns, ...rest] };
}

/** A part that is left out matches any. */
interface Pattern {
  vendor?: string;
  arch?: string;
}

const matches = ({ vendor, arch }: Pattern, member: Member): boolean => {
  const parts = parseMember(member);
  return (vendor ?? parts?.vendor) === parts?.vendor && (arch ?? parts?.arch) === parts?.arch;
};

const patternText = ({ vendor = "*", arch = "*" }: Pattern): string => `${vendor}/${arch}`;

/** The widest first: all, an arch, a vendor. A pattern for a single image would hide its name. */
function patternsOver(whole: readonly Member[]): Pattern[] {
  const parts = whole.flatMap((member) => parseMember(member) ?? []);
  const arches = [...new Set(parts.map(({ arch }) => arch))].map((arch): Pattern => ({ arch }));
  const vendors = [...new Set(parts.map(({ vendor }) => vendor))].map((vendor): Pattern => ({ vendor }));
  return [{}, ...arches, ...vendors].filter((pattern) => whole.filter((member) => matches(pattern, member)).length > 1);
}
