import { cloudsOf } from "../clouds.ts";
import {
  glanceImageInputs,
  glanceImageOutputs,
  type GlanceImageInputs,
  type GlanceImageOutputs,
} from "../../model/resources.ts";
import { getImage } from "../../../../clients/openstack/services/glance.ts";
import { changedKeys } from "../../../../provider-sdk/changed.ts";
import type { Kind, Operation } from "../../../../provider-sdk/kind.ts";
import { imageNamed } from "../../../../storage/tree/find-image.ts";
import type { Difference } from "../../../../provider-sdk/provider.ts";
import { pathOf, publishedFile } from "../published-file.ts";
import { isUploadDue, notUploaded, passed } from "../../../image-at-target.ts";
import { bestEffort } from "../../../../provider-sdk/best-effort.ts";
import { changesOf, settleProperties } from "./properties.ts";
import { remove } from "./remove.ts";
import { ensureUploaded } from "./upload.ts";

/** One image's bytes in a cloud's Glance, private and protected: uploaded once, adopted where it is there. */
export const glanceImage: Kind<GlanceImageInputs, GlanceImageOutputs> = {
  description: "One image's bytes in Glance, private. An image that is there already is found by its name and digest.",
  inputs: glanceImageInputs,
  outputs: glanceImageOutputs,
  id: ({ cloud, image }) => `${cloud}/${image}`,
  diff,
  create: (operation, news) => ensure(operation, news),
  read,
  update: (operation, olds, news) => ensure(operation, news, olds),
  delete: remove,
};

function diff(olds: GlanceImageOutputs, news: GlanceImageInputs): Difference {
  const replaces = changedKeys(olds, news, ["cloud", "image", "digest"]);
  const changes: string[] = [...replaces, ...changedKeys(olds, news, ["project", "properties", "tags", "minDisk"])];
  if (news.repair !== undefined && news.repair.length > 0) changes.push("repair");
  if (isUploadDue(olds.standing, news.outcome)) changes.push("standing");
  return { changes, replaces };
}

function ensure(operation: Operation, news: GlanceImageInputs, olds?: GlanceImageOutputs): Promise<GlanceImageOutputs> {
  const known = { glanceId: olds?.glanceId ?? null, sha512: olds?.sha512 ?? null };
  const broken = (standing: string): GlanceImageOutputs => ({ ...news, ...known, standing });
  return bestEffort(operation, {
    required: news.required,
    broken,
    work: async () => {
      if (news.outcome !== passed) return broken(notUploaded(news.outcome));
      const connection = await cloudsOf(operation).connection(news, operation.signal);
      return operation.locks.run(`${news.cloud}/${news.image}`, async () => {
        const image = imageNamed(news.image);
        const file = await publishedFile(operation.places, image);
        const path = (): Promise<string> => pathOf(operation.places, image, file);
        const upload = { connection, news, bytes: { record: file.record, path } };
        const uploads = cloudsOf(operation).uploads(news.cloud);
        const uploaded = await uploads.run(operation.signal, () => ensureUploaded(operation, upload));
        const { id } = await settleProperties(connection, uploaded, news, operation.signal);
        return { ...news, glanceId: id, sha512: file.record.sha512, standing: passed };
      });
    },
  });
}

/** The state with the findings as its `standing`, so that a refresh leads to an update, which repairs. */
async function read(operation: Operation, olds: GlanceImageOutputs): Promise<GlanceImageOutputs | undefined> {
  const { glanceId, sha512 } = olds;
  if (glanceId === null || sha512 === null) return olds;
  const connection = await cloudsOf(operation).connection(olds, operation.signal);
  const image = await getImage(connection, glanceId, { signal: operation.signal });
  if (image === undefined) return undefined;
  const findings = [
    ...(image.status === "active" ? [] : [`it is ${image.status}`]),
    // a cloud with another hash was checked after the upload; Glance never changes an image's bytes
    ...(image.os_hash_algo === "sha512" && image.os_hash_value !== sha512
      ? [`Glance's sha512 is ${image.os_hash_value ?? "missing"}`]
      : []),
    ...changesOf(image, olds).map(({ path }) => `${path.slice(1)} differs`),
  ];
  return { ...olds, standing: findings.length === 0 ? passed : `damaged: ${findings.join("; ")}` };
}
