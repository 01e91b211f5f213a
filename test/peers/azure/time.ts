import type { Definition, Pace, Surroundings, Version } from "./galleries.ts";

/** Reads a version, which takes it one step on. Returns what the read finds. */
export function look(definition: Definition, name: string, { pace }: Surroundings): Version | undefined {
  const gone = definition.justGone.get(name) ?? 0;
  if (gone > 0) definition.justGone.set(name, gone - 1);
  const found = definition.versions.get(name);
  if (found === undefined) return undefined;
  if (found.unseen > 0) {
    found.unseen -= 1;
    return undefined;
  }
  step(definition, name, found, pace);
  return definition.versions.get(name);
}

function step(definition: Definition, name: string, found: Version, pace: Pace): void {
  if (found.state === "Deleting") {
    found.deleting -= 1;
    if (found.deleting > 0) return;
    definition.versions.delete(name);
    definition.justGone.set(name, 2);
    return;
  }
  if (found.state !== "Creating" && found.state !== "Updating") return;
  if (found.state === "Creating" && pace.fails > 0) {
    pace.fails -= 1;
    found.state = "Failed";
    return;
  }
  for (const [region, looks] of found.copying) found.copying.set(region, Math.max(0, looks - 1));
  if ([...found.copying.values()].every((looks) => looks === 0))
    Object.assign(found, { state: "Succeeded", isMade: true });
}

/** Whether a stranger can start a version in a region: from its first copy there on, whatever `latest` leads to. */
export const isCopiedTo = ({ state, copying, isMade }: Version, region: string): boolean =>
  copying.get(region) === 0 && (state === "Updating" || state === "Succeeded" || state === "Creating" || isMade);
