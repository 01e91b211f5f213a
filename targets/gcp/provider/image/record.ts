import { readFile, rm } from "node:fs/promises";
import { z } from "zod";
import { staging } from "../../../../images/tree/layout.ts";
import { jsonOrUndefined } from "../../../../images/model/text/json.ts";
import { ifPresent } from "../../../../storage/files/fault.ts";
import { inStaging, type Places } from "../../../../storage/tree/places.ts";
import { writePrivateFile } from "../../../../storage/files/private-file.ts";
import type { GcpImageInputs } from "../../model/resources.ts";
import { gcpTargetName } from "../../model/target.ts";

/** The upload that a run began, for a run after it was killed. In staging, since its address lets anybody write. */

type Which = Pick<GcpImageInputs, "project" | "image" | "digest" | "bucket">;

/**
 * What the archive's bytes depend on besides the disk: another zlib, or one for another processor, may compress otherwise, and then
 * an upload cannot be continued.
 */
const maker = `zlib ${process.versions.zlib} on ${process.arch}`;

const recordSchema = z.object({ address: z.url(), digest: z.string(), bucket: z.string(), maker: z.string() });

const pathOf = (places: Places, { project, image }: Which): string =>
  inStaging(places, staging.upload(gcpTargetName(project), image));

/** Undefined where there is none of these bytes, or it cannot be read: a fresh upload is always right. */
export async function recordedUpload(places: Places, which: Which): Promise<string | undefined> {
  const text = await ifPresent(readFile(pathOf(places, which), "utf8"));
  const { data } = recordSchema.safeParse(jsonOrUndefined(text ?? ""));
  const isOf = data?.digest === which.digest && data.bucket === which.bucket && data.maker === maker;
  return isOf ? data.address : undefined;
}

export const recordUpload = (places: Places, which: Which, address: string): Promise<void> =>
  writePrivateFile(
    pathOf(places, which),
    JSON.stringify({ address, digest: which.digest, bucket: which.bucket, maker }),
  );

export const forgetUpload = (places: Places, which: Which): Promise<void> => rm(pathOf(places, which), { force: true });
