import type { AmphoraFacts, ForeignAmphora, ExistingAmphora } from "./model/facts.ts";
import { parseAmphoraName } from "./model/name.ts";
import { amphoraProperties, uploadedProperties } from "./model/properties.ts";
import { UserError } from "../../images/model/errors.ts";
import { debianProperties } from "../../targets/openstack/model/properties.ts";
import { carriedIn } from "./carried.ts";
import { connect, type Connection } from "../../clients/openstack/connection.ts";
import { findImages, type GlanceImage } from "../../clients/openstack/services/glance.ts";
import type { AmphoraCloud } from "./config.ts";

interface AmphoraCloudFacts {
  seen: Omit<AmphoraFacts, "builds">;
  warnings: string[];
}

/** The state of one cloud. Throws a UserError if the cloud does not answer: an unknown state must not be changed. */
export async function readAmphoraCloud({ cloud, project, tag }: AmphoraCloud): Promise<AmphoraCloudFacts> {
  const connection = await connect(cloud);
  try {
    refuseOtherProject(connection, project);
    const owned = await Promise.all(
      [false, true].map((hidden) => findImages(connection, { owner: connection.project.id, hidden })),
    );
    const all = owned.flat();
    const images = all.flatMap(existingOf);
    const ours = new Set(images.map(({ id }) => id));
    const foreign = all.filter(({ id, tags }) => tags.includes(tag) && !ours.has(id)).map(foreignOf);
    const seen = { images, foreign, carried: await carriedIn(connection) };
    return { seen, warnings: await strangersOf(connection, tag) };
  } finally {
    connection.close();
  }
}

function existingOf(image: GlanceImage): ExistingAmphora[] {
  const { id, status, visibility, tags, created_at: createdAt, properties, size, min_disk: minDisk } = image;
  const digest = properties[debianProperties.digest];
  const name = image.name ?? "";
  if (digest === undefined || parseAmphoraName(name) === undefined) return [];
  const retired = properties[amphoraProperties.retired];
  return [
    {
      ...{ id, name, digest, status, visibility, tags, minDisk },
      createdAt: new Date(createdAt),
      retired: retired === undefined ? null : new Date(retired),
      verified: properties[amphoraProperties.verified] ?? null,
      properties: uploadedProperties(properties),
      size: size ?? 0,
    },
  ];
}

const foreignOf = ({ id, name, created_at: createdAt }: GlanceImage): ForeignAmphora => ({
  id,
  name: name ?? "",
  createdAt: new Date(createdAt),
});

/** Warnings about images of other projects, which Octavia uses too unless it is restricted to an owner. */
async function strangersOf(connection: Connection, tag: string): Promise<string[]> {
  const tagged = await findImages(connection, { tag, status: "active" });
  const others = tagged.filter(({ owner }) => owner !== connection.project.id);
  return others.map(
    ({ id, name, owner }) =>
      `cloud ${connection.cloud}: ${name ?? ""} (${id}) of the project ${owner ?? "nobody"} has the tag ${tag} too: ` +
      `Octavia may take it unless its amp_image_owner_id is ${connection.project.id}`,
  );
}

function refuseOtherProject({ cloud, project: { id, name } }: Connection, wanted: string): void {
  if (wanted === id || wanted === name) return;
  throw new UserError({
    where: `cloud ${cloud}: the project of the credentials`,
    value: name,
    expected: `${wanted}, as cloud-images:clouds says: the project that Octavia takes images from`,
    remedy: "correct clouds.yaml or the cloud's project; nothing was changed",
  });
}
