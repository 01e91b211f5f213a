import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { staging } from "../../images/tree/layout.ts";
import { moveInto } from "../files/atomic.ts";
import { ifPresent } from "../files/fault.ts";
import { inStaging, type Places } from "./places.ts";
import type { SetIdentity } from "./records.ts";

/** Puts an entry of a set's files aside, while the rest becomes the set's directory in the tree. */
export const setAside = (places: Places, set: SetIdentity, entry: string): Promise<void> =>
  moveInto(join(inStaging(places, staging.files(set)), entry), inStaging(places, staging.aside(set)));

/** What was set aside waits in staging again, also after a kill. */
export async function bringBack(places: Places, set: SetIdentity): Promise<void> {
  const aside = inStaging(places, staging.aside(set));
  const files = inStaging(places, staging.files(set));
  for (const entry of (await ifPresent(readdir(aside))) ?? []) await moveInto(join(aside, entry), files);
  await rm(aside, { recursive: true, force: true });
}
