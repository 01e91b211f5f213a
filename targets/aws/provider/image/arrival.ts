import { UserError } from "../../../../images/model/errors.ts";
import type { Region } from "../../../../clients/aws/account.ts";
import { imageById, type Ami } from "../../../../clients/aws/images.ts";
import { snapshotById } from "../../../../clients/aws/snapshots.ts";
import { until } from "../../../../clients/aws/wait.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";

type Context = Pick<Operation, "signal" | "report">;

/** An image that AWS is making: available, failed, or never seen. */
type Arrival = { ami: Ami } | { failed: Ami } | { missing: true };

/**
 * Waits for an image by its state. For a while after it was made, EC2 may not know it, and then not its snapshot
 * (coreos-assembler, bottlerocket#1066): that is not yet an answer. `failed` is one at once.
 */
export async function arrivalOf({ signal, report }: Context, region: Region, id: string): Promise<Arrival> {
  const { limits } = region;
  const seen = await until(() => imageById(region, id, signal), {
    pause: limits.pause,
    most: limits.appears,
    signal,
  });
  // boto3#3493: CopyImage gave an id, and no image ever came
  if (seen === undefined) return { missing: true };
  let last = seen;
  const done = await until(
    async (): Promise<Arrival | undefined> => {
      last = (await imageById(region, id, signal)) ?? last;
      if (last.state === "available" && last.snapshot !== undefined) return { ami: last };
      if (last.state !== "pending" && last.state !== "available") return { failed: last };
      const lost = await brokenSnapshot(region, last, signal);
      if (lost !== undefined) return { failed: { ...last, state: "failed", stateReason: lost } };
      report(`${region.name}: ${last.name} is ${last.state}`);
      return undefined;
    },
    { pause: limits.pause, most: limits.available, signal },
  );
  if (done !== undefined) return done;
  throw new UserError({
    where: `AWS ${region.name}: image ${last.name} (${id})`,
    value: `${last.state}${last.snapshot === undefined ? ", without its snapshot" : ""} for ${limits.available / 60_000} minutes`,
    expected: "available",
    remedy: "see the Service Health Dashboard; the next run waits for it again",
  });
}

/** What became of the snapshot of an image that is still being made: the image may be called pending long after it. */
async function brokenSnapshot(region: Region, { snapshot }: Ami, signal: AbortSignal): Promise<string | undefined> {
  const found = snapshot === undefined ? undefined : await snapshotById(region, snapshot, signal);
  return found?.state === "error" ? `its snapshot: error ${found.stateReason}`.trim() : undefined;
}

const nothing: ReadonlySet<string> = new Set(["failed", "error", "invalid"]);

export const cameToNothing = ({ state }: Pick<Ami, "state">): boolean => nothing.has(state);

/** Whether AWS could not make it: then it is removed, and made again. */
export const isNothing = (arrival: Arrival): arrival is { failed: Ami } =>
  "failed" in arrival && cameToNothing(arrival.failed);

/** The image, if it is whole and can become public; throws a UserError for one that cannot. */
export function arrived(region: Region, id: string, arrival: Arrival): Ami {
  if ("ami" in arrival) return refuseEncrypted(region, arrival.ami);
  const value = "failed" in arrival ? `${arrival.failed.state}: ${arrival.failed.stateReason}` : "not there";
  throw new UserError({
    where: `AWS ${region.name}: image ${id}`,
    value,
    expected: "available",
    remedy: "see what AWS says, enable it if somebody disabled it, and run again",
  });
}

/** An account may encrypt everything that it stores. An encrypted image can never be public. */
function refuseEncrypted(region: Region, ami: Ami): Ami {
  if (!ami.encrypted) return ami;
  throw new UserError({
    where: `AWS ${region.name}: image ${ami.name} (${ami.id})`,
    value: "encrypted",
    expected: "no encryption, without which it cannot be public",
    remedy:
      "switch off EBS encryption by default in that region, deregister this image, delete its snapshot, and run again",
  });
}
