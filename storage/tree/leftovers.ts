import { readdir, rm } from "node:fs/promises";
import { parseImageName } from "../../images/model/image.ts";
import { staging } from "../../images/tree/layout.ts";
import { ifPresent } from "../files/fault.ts";
import { inStaging, type Places } from "./places.ts";
import type { ChannelIdentity } from "./records.ts";

/** Removes images that a dead run had in the making; of other channels, a run may be alive. Answers their names. */
export async function removeLeftovers(
  places: Places,
  { suite, channel }: { [Key in keyof ChannelIdentity]: ChannelIdentity[Key] | null },
): Promise<string[]> {
  const names = (await ifPresent(readdir(inStaging(places, staging.workRoot)))) ?? [];
  const ours = names.filter((name) => {
    const image = parseImageName(name);
    return (
      image !== undefined && image.suite === (suite ?? image.suite) && image.channel === (channel ?? image.channel)
    );
  });
  for (const name of ours) await rm(inStaging(places, staging.work(name)), { recursive: true, force: true });
  return ours;
}
