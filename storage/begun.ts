import { rm } from "node:fs/promises";
import type { Approval } from "../images/approval/approval.ts";
import { begunOf, begunText, type Begun } from "../images/approval/begun.ts";
import { syncDirectory } from "./files/atomic.ts";
import { explained, ifPresent } from "./files/fault.ts";
import { makePrivateFolder, writePrivateFile } from "./files/private-file.ts";
import { withFolderLock } from "./files/process-lock.ts";
import { markerOf, readBegun, readMarker } from "./approvals.ts";
import type { Places } from "./tree/places.ts";

/**
 * Marks the approval as begun, in the place of `known`, which was read before. Where another run began its own approval since, its
 * marker stays: it is returned.
 */
export async function markBegun(places: Places, approval: Approval, known?: Begun): Promise<Begun | undefined> {
  await makePrivateFolder(places.staging);
  return withFolderLock(places.staging, async () => {
    const found = await readBegun(places, approval.stack);
    if (found !== undefined && ![approval.seal, known?.approval].includes(found.approval)) return found;
    await writePrivateFile(markerOf(places, approval.stack), begunText(begunOf(approval)));
    return undefined;
  });
}

/** Removes the marker with this text; that of another approval, which began since, stays. */
export function removeMarker(places: Places, stack: string, text: string): Promise<void> {
  const file = markerOf(places, stack);
  return withFolderLock(places.staging, () =>
    explained(file, async () => {
      if ((await readMarker(places, stack)) !== text) return;
      await rm(file, { force: true });
      await ifPresent(syncDirectory(places.staging));
    }),
  );
}
