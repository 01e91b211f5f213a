import { channelDirectory, parseSetName } from "../../../images/model/image.ts";
import { subjectOf } from "../../../targets/subject.ts";
import { partsOfUrn } from "../../engine/urn.ts";
import type { Publication } from "../../publications.ts";

/** Files of the tree that are made from its records, and that a run wrote again because somebody had changed or removed them. */
export interface Rewritten {
  /** The set's version, or the channel's directory. */
  where: string;
  what: "checksums and record" | "latest" | "lists and pages";
  /** What was wrong: `index.json is missing`. */
  findings: readonly string[];
}

/** @param repairs by URN, the findings that were repaired */
export function rewrittenIn(
  { name, facts }: Pick<Publication, "name" | "facts">,
  repairs: ReadonlyMap<string, readonly string[]>,
): Rewritten[] {
  const directory = channelDirectory(facts);
  return [...repairs].flatMap(([urn, findings]): Rewritten[] => {
    const subject = subjectOf(partsOfUrn(urn));
    switch (subject.of) {
      case "set": {
        const set = parseSetName(subject.set);
        const isHere = set?.suite === facts.suite && set.channel === facts.channel;
        return isHere ? [{ where: set.version, what: "checksums and record", findings }] : [];
      }
      case "pointers":
        return subject.publication === name ? [{ where: directory, what: "latest", findings }] : [];
      case "index":
        return subject.publication === name ? [{ where: directory, what: "lists and pages", findings }] : [];
      default:
        return [];
    }
  });
}
