import type { ImageFilesInputs, ImageFilesOutputs } from "../../../images/tree/resources.ts";
import { changedKeys } from "../../../provider-sdk/changed.ts";
import type { Difference } from "../../../provider-sdk/provider.ts";
import { isSettled } from "./outputs.ts";

/** Where an image came from is no change; nor is its standing once its set's record holds that, nor a repair that is done. */
export function diff(olds: ImageFilesOutputs, news: ImageFilesInputs): Difference {
  const replaces = changedKeys(olds, news, ["image", "digest"]);
  const changes: string[] = [...replaces, ...changedKeys(olds, news, ["place"])];
  if (news.place !== "tree" && news.standing !== undefined)
    changes.push(...changedKeys(olds, news, ["standing", "cloudTargets"]));
  if (news.repair !== undefined && news.repair.length > 0) changes.push("repair");
  if (!isSettled(olds.outcome)) changes.push("outcome");
  return { changes, replaces };
}
