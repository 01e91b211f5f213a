import { parseDay, type Day } from "../../images/model/day.ts";
import { fileName, dataFormats } from "../../images/tree/files.ts";
import { setDirectory, type Image } from "../../images/model/image.ts";
import { mirrorTarget } from "../../images/model/target.ts";
import type { Days, ImageRecord, Phase, TargetRecord } from "../../images/tree/record.ts";
import type { TargetState } from "../../images/tree/resources.ts";
import { parseVersion, versionDay } from "../../images/model/version.ts";

/** Phases in which the world finds an image's files in the set's directory. */
const shown: readonly Phase[] = ["current", "superseded", "hidden"];

export const isShown = (phase: Phase | undefined): boolean => phase !== undefined && shown.includes(phase);

export const mirrorOf = ({ targets }: ImageRecord): TargetRecord | undefined => targets[mirrorTarget.name];

/** The record with the image's state in the tree; its other targets stay as they are. */
export const withTreeState = (record: ImageRecord, image: Image, state: TargetState): ImageRecord => ({
  ...record,
  targets: {
    ...record.targets,
    [mirrorTarget.name]: targetRecord(state, {
      made: mirrorOf(record)?.days.made ?? versionDay(image.version),
      refs: isShown(state.phase)
        ? dataFormats(record).map((format) => `${setDirectory(image)}/${fileName(image, format)}`)
        : [],
    }),
  },
});

/** @param made what the record says already, for a state that leaves it out */
export function targetRecord(state: TargetState, { made, refs }: { made: Day; refs: readonly string[] }): TargetRecord {
  const replacement = state.replacement === undefined ? undefined : parseVersion(state.replacement);
  return {
    phase: state.phase,
    reason: state.reason,
    listed: state.listed,
    ...(replacement === undefined ? {} : { replacement }),
    days: daysOf(state, made),
    refs: [...refs],
  };
}

function daysOf({ days }: TargetState, made: Day): Days {
  const given = Object.entries(days).flatMap(([phase, text]): [string, Day][] => {
    const day = parseDay(text);
    return day === undefined ? [] : [[phase, day]];
  });
  return { made, ...Object.fromEntries(given) };
}
