import type { Decision } from "./types.ts";

const reasonsTold = 3;

/** The decision on one line, for outputs and terminals. Texts of builds and people in it are not escaped. */
export function decisionInWords({ verdict, version, rule, reasons, written, acts }: Decision): string {
  const by = rule === "person" ? ` (by a person: ${written ?? "no reason is written"})` : "";
  const why = shortened(reasons);
  return oneLine(line());

  function line(): string {
    switch (verdict) {
      case "publish":
        if (acts) return `publish ${version}${by}: ${why}`;
        return `publish ${version} (proposed): ${why}; to approve it set cloud-images:publish to this version, with a reason`;
      case "hold":
        return `hold${by}: ${why}`;
      case "waiting-for-build":
        return `waiting for a build: ${why}`;
    }
  }
}

const shortened = (reasons: readonly string[]): string =>
  reasons.length <= reasonsTold
    ? reasons.join("; ")
    : `${reasons.slice(0, reasonsTold).join("; ")}; and ${reasons.length - reasonsTold} more`;

const oneLine = (text: string): string => text.replace(/\s+/g, " ");
