import { cloudsOf } from "../../../../targets/openstack/provider/clouds.ts";
import { stat } from "node:fs/promises";
import {
  amphoraImageInputs,
  amphoraImageOutputs,
  type AmphoraImageInputs,
  type AmphoraImageOutputs,
} from "../../model/resources.ts";
import { UserError } from "../../../../images/model/errors.ts";
import type { Connection } from "../../../../clients/openstack/connection.ts";
import { getImage, type GlanceImage } from "../../../../clients/openstack/services/glance.ts";
import { ifPresent } from "../../../../storage/files/fault.ts";
import { changedKeys } from "../../../../provider-sdk/changed.ts";
import type { Kind, Operation } from "../../../../provider-sdk/kind.ts";
import type { Difference } from "../../../../provider-sdk/provider.ts";
import { ensureUploaded } from "../../../../targets/openstack/provider/image/upload.ts";
import { passed } from "../../../../targets/image-at-target.ts";
import { adopted } from "./adopt.ts";
import { changesOf, settle } from "./settle.ts";
import { remove } from "./remove.ts";

/** One amphora image in a cloud's Glance. It is never public, and has no tag until it is verified. */
export const amphoraImage: Kind<AmphoraImageInputs, AmphoraImageOutputs> = {
  description:
    "One amphora image's bytes in Glance, without a tag. It is not deleted while a load balancer runs on it.",
  inputs: amphoraImageInputs,
  outputs: amphoraImageOutputs,
  id: ({ cloud, image }) => `${cloud}/${image}`,
  diff,
  create: ensure,
  read,
  update: (operation, _olds, news) => ensure(operation, news),
  delete: remove,
};

/** The file's path is no change: it matters only until the upload. */
function diff(olds: AmphoraImageOutputs, news: AmphoraImageInputs): Difference {
  const replaces = changedKeys(olds, news, ["cloud", "image", "digest"]);
  const changes: string[] = [...replaces, ...changedKeys(olds, news, ["project", "properties", "visibility", "tag"])];
  if (news.repair !== undefined && news.repair.length > 0) changes.push("repair");
  if (olds.standing !== passed) changes.push("standing");
  return { changes, replaces };
}

async function ensure(operation: Operation, news: AmphoraImageInputs): Promise<AmphoraImageOutputs> {
  const connection = await cloudsOf(operation).connection(news, operation.signal);
  return operation.locks.run(`${news.cloud}/${news.image}`, async () => {
    const image =
      (await adopted(connection, news, { signal: operation.signal, path: () => fileOf(news) })) ??
      (await upload(operation, connection, news));
    await settle(connection, image, news, operation.signal);
    return { ...news, glanceId: image.id, standing: passed };
  });
}

function upload(operation: Operation, connection: Connection, news: AmphoraImageInputs): Promise<GlanceImage> {
  const { cloud, image, digest, size, properties, minDisk } = news;
  const order = {
    connection,
    news: { image, digest, properties, tags: [], minDisk },
    bytes: { record: { sha512: digest, size }, path: () => fileOf(news) },
  };
  return cloudsOf(operation)
    .uploads(cloud)
    .run(operation.signal, () => ensureUploaded(operation, order));
}

/** The build's file. Throws a UserError if it is missing or has another size than when the run began. */
async function fileOf({ image, file, size }: AmphoraImageInputs): Promise<string> {
  const found = file === null ? undefined : await ifPresent(stat(file));
  if (file !== null && found?.size === size) return file;
  throw new UserError({
    where: file ?? `${image}.qcow2`,
    value: found === undefined ? "" : `${found.size} bytes`,
    expected: `the ${size} bytes of the build`,
    remedy: "restore the build, or withdraw it in cloud-images:images; nothing was uploaded",
  });
}

/** The state, with the findings as its standing; undefined if the image is gone. */
async function read(operation: Operation, olds: AmphoraImageOutputs): Promise<AmphoraImageOutputs | undefined> {
  const connection = await cloudsOf(operation).connection(olds, operation.signal);
  const image = await getImage(connection, olds.glanceId, { signal: operation.signal });
  if (image === undefined) return undefined;
  const findings = damagesOf(image, olds);
  return { ...olds, standing: findings.length === 0 ? passed : `damaged: ${findings.join("; ")}` };
}

const damagesOf = (image: GlanceImage, olds: AmphoraImageOutputs): string[] => [
  ...(image.status === "active" ? [] : [`it is ${image.status}`]),
  ...(image.os_hash_algo !== "sha512" || image.os_hash_value === olds.digest
    ? []
    : [`Glance's sha512 is ${image.os_hash_value ?? "missing"}`]),
  ...changesOf(image, olds).map(({ path }) => `${path.slice(1)} differs`),
];
