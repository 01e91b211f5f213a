import type { Region } from "../../../../clients/aws/account.ts";
import { hasCode } from "../../../../clients/aws/refusal.ts";
import { deleteSnapshot } from "../../../../clients/aws/snapshots.ts";
import { undefinedWhere } from "../../../../clients/undefined-where.ts";
import { until } from "../../../../clients/aws/wait.ts";
import { UserError } from "../../../../images/model/errors.ts";

/** Deletes a snapshot. EC2 counts it as used for a while after its image was deregistered. */
export async function deleteUnused(region: Region, id: string, signal: AbortSignal): Promise<void> {
  const { pause, appears: most } = region.limits;
  const deleted = (): Promise<true> => deleteSnapshot(region, id, signal).then(() => true);
  const done = await until(() => undefinedWhere(isInUse, deleted()), { pause, most, signal });
  if (done === true) return;
  throw new UserError({
    where: `AWS ${region.name}: snapshot ${id}`,
    value: "in use",
    expected: "no image that uses it, once ours is deregistered",
    remedy: "see which image uses it, and deregister that; the next run tries again",
  });
}

const isInUse = (error: unknown): boolean => hasCode(error, "InvalidSnapshot.InUse");
