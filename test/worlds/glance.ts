import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { glanceProperties } from "../../targets/openstack/model/properties.ts";
import { definitionOf, type DiskFormat } from "../../images/model/definitions/vendors.ts";
import { fileName } from "../../images/tree/files.ts";
import { imageName, memberOf, type Image } from "../../images/model/image.ts";
import { staging } from "../../images/tree/layout.ts";
import { openstackTypes, type GlanceImageInputs } from "../../targets/openstack/model/resources.ts";
import { recordsApi } from "../../images/tree/record.ts";
import { versionDay } from "../../images/model/version.ts";
import { createProvider } from "../../provider/index.ts";
import { recordOf } from "../samples/record-samples.ts";
import { imageNamed } from "../samples/samples.ts";
import { describeFile } from "../../storage/files/hash.ts";
import { inStaging, type Places } from "../../storage/tree/places.ts";
import { writeStaged } from "../../storage/tree/records.ts";

/** An image of which only the disk for clouds is made. */
export interface DiskImage {
  image: Image;
  /** The path of its only file. */
  disk: string;
  /** Replaces the digest of an archive, which is never made. */
  digest: string;
}

/** Images of one family, each of another version. None of them is made. */
export const imagesOf = (count: number): Image[] =>
  Array.from({ length: count }, (_, index) => imageNamed(`debian-13-genericcloud-amd64-daily-20190101-${index + 1}`));

/** Leaves a disk and its image's record in staging, as ImageFiles does. `write` writes the disk. */
export async function stageDisk(
  places: Places,
  image: Image,
  write: (path: string) => Promise<void>,
  format: DiskFormat = "qcow2",
): Promise<DiskImage> {
  const directory = inStaging(places, staging.files(image));
  const disk = join(directory, fileName(image, format));
  await mkdir(directory, { recursive: true });
  await mkdir(places.tree, { recursive: true });
  await write(disk);
  const file = await describeFile(disk, basename(disk));
  const { suite, channel, version } = image;
  await writeStaged(places, {
    apiVersion: recordsApi,
    suite,
    channel,
    kind: "StagedImage",
    version,
    expect: { required: [memberOf(image)], bestEffort: [] },
    image: recordOf(image, {
      digest: file.sha512,
      files: [file],
      attempts: [{ day: versionDay(version), outcome: "passed", final: true, findings: [] }],
    }),
  });
  return { image, disk, digest: file.sha512 };
}

/** Uploads staged images to a cloud of clouds.yaml, all at once, as our provider does in an `up`; the engine has no part in it. */
export async function uploadDirectly(places: Places, disks: readonly DiskImage[], cloud: string): Promise<void> {
  const provider = createProvider({ report: () => undefined, warn: () => undefined });
  await provider.configure({ ...places });
  try {
    await Promise.all(
      disks.map(async (disk) => {
        const inputs = inputsOf(disk, cloud);
        const urn = `urn:pulumi:direct::cloud-images::${openstackTypes.image}::${inputs.image}`;
        const { outputs } = await provider.create(urn, { ...inputs });
        if (outputs["standing"] !== "passed") throw new Error(`${inputs.image}: ${String(outputs["standing"])}`);
      }),
    );
  } finally {
    await provider.cancel();
  }
}

const inputsOf = ({ image, digest }: DiskImage, cloud: string): GlanceImageInputs => ({
  cloud,
  project: null,
  image: imageName(image),
  digest,
  required: true,
  outcome: "passed",
  properties: glanceProperties(image, digest),
  tags: [],
  minDisk: definitionOf(image).diskGigabytes,
});
