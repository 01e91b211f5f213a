import { createHash } from "node:crypto";
import { z } from "zod";
import type { DiskFormat } from "../model/definitions/vendors.ts";
import { withoutCredential } from "../credentials/credentials.ts";
import { digestAnnotation, hexOfAnnotation, isDigestAnnotation, uuidOfUrl } from "./digest.ts";
import { isInstalledName, isPackageVersion } from "../packages/dpkg-names.ts";
import { imageName, setDirectory, type Image } from "../model/image.ts";
import { pythonJson } from "../formats/python-json.ts";
import type { BuildFacts } from "../tree/record.ts";
import { parseUniqueJson } from "../model/schema-problems.ts";

/** Debian's manifests, as debian-cloud-images writes and publishes them (its api/: Build, Upload, List). */

const digestKey = "cloud.debian.org/digest";
/** Zod drops the key `__proto__` silently, but all keys of a manifest are published. */
const withoutPrototype = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .unknown()
    .refine((value) => !(value instanceof Object && Object.hasOwn(value, "__proto__")), "expected no key __proto__")
    .pipe(schema);

const anyStrings = withoutPrototype(z.record(z.string(), z.string()));
const api = z.literal("cloud.debian.org/v1alpha1");

const metadataSchema = z.strictObject({
  annotations: anyStrings.and(
    z.object({ [digestKey]: z.string().refine(isDigestAnnotation, "expected sha512: and 86 characters of base64") }),
  ),
  labels: anyStrings,
  uid: z.guid(),
});

/** Upstream's readers accept further string keys here, so a later build may say more about itself. */
const infoSchema = z
  .object({
    arch: z.string(),
    build_id: z.string(),
    /** The codename. */
    release: z.string(),
    /** "12" */
    release_baseid: z.string(),
    /** "12", "12-backports" */
    release_id: z.string(),
    type: z.enum(["official", "dev"]),
    vendor: z.string(),
    version: z.string(),
    /** Only of vendor azure. */
    version_azure: z.string().optional(),
  })
  .catchall(z.string());

const packageSchema = z.strictObject({
  name: z.string().refine(isInstalledName, "expected a package's name, as dpkg takes it"),
  version: z.string().refine(isPackageVersion, "expected a package's version, as dpkg takes it"),
});

const buildSchema = z.strictObject({
  apiVersion: api,
  data: z.strictObject({ info: withoutPrototype(infoSchema), packages: z.array(packageSchema) }),
  kind: z.literal("Build"),
  metadata: metadataSchema,
});

const uploadSchema = z.strictObject({
  apiVersion: api,
  data: z.strictObject({ familyRef: z.string().nullable(), provider: z.string(), ref: z.string() }),
  kind: z.literal("Upload"),
  metadata: metadataSchema,
});

const manifestSchema = z.strictObject({
  apiVersion: z.literal("v1"),
  items: z.tuple([buildSchema], uploadSchema),
  kind: z.literal("List"),
});

export type Package = z.output<typeof packageSchema>;
export type Build = z.output<typeof buildSchema>;
type Upload = z.output<typeof uploadSchema>;
/** A published manifest: the Build, then its Uploads. */
export type Manifest = z.output<typeof manifestSchema>;

/** Reads `NAME.build.json`. `where` is the file's name for people. Throws a UserError. */
export const parseBuild = (text: string, where: string): Build =>
  parseUniqueJson(buildSchema, text, { where, remedy: "build the image again with debian-cloud-images" });

/** Reads a published `NAME.json`, also one with Uploads to clouds. Throws a UserError. */
export const parseManifest = (text: string, where: string): Manifest =>
  parseUniqueJson(manifestSchema, text, { where, remedy: "fetch the file again from where it was published" });

/** sha512 of the uncompressed tar in hexadecimal digits: the image's identity. */
export const buildDigest = (build: Build): string => digestOf(build);

/** sha512 of the published file in hexadecimal digits. */
export const uploadDigest = (upload: Upload): string => digestOf(upload);

function digestOf({ metadata }: Build | Upload): string {
  const annotation = metadata.annotations[digestKey];
  const hex = hexOfAnnotation(annotation);
  if (hex === undefined) throw new RangeError(`not a digest annotation: ${annotation}`);
  return hex;
}

/** Byte for byte as Debian publishes it. */
export const serialiseManifest = (manifest: Manifest): string => pythonJson(manifest);

const imageFormats: Record<DiskFormat, string> = { "tar.xz": "internal", raw: "raw", qcow2: "qcow2" };

/** The manifest beside an image's files: the unchanged Build, and one Upload for each file, in upstream's order. */
export function publishedManifest({
  build,
  image,
  uploads,
}: {
  build: Build;
  image: Image;
  /** sha512 of the published files, in hexadecimal digits. */
  uploads: readonly { format: DiskFormat; sha512: string }[];
}): Manifest {
  const published = (Object.keys(imageFormats) as DiskFormat[]).flatMap((format) =>
    uploads.filter((upload) => upload.format === format),
  );
  return {
    apiVersion: "v1",
    items: [build, ...published.map(({ format, sha512 }) => uploadOf({ build, image, format, sha512 }))],
    kind: "List",
  };
}

interface PublishedFile {
  build: Build;
  image: Image;
  format: DiskFormat;
  sha512: string;
}

/** Upstream draws an Upload's uid at random; ours is that of the file's URL, so that the same image gives the same bytes again. */
function uploadOf({ build, image, format, sha512 }: PublishedFile): Upload {
  const ref = `${setDirectory(image)}/${imageName(image)}.${format}`;
  return {
    apiVersion: "cloud.debian.org/v1alpha1",
    data: { familyRef: null, provider: "cloud.debian.org", ref },
    kind: "Upload",
    metadata: {
      annotations: { [digestKey]: digestAnnotation(sha512) },
      labels: {
        ...build.metadata.labels,
        "upload.cloud.debian.org/image-format": imageFormats[format],
        "upload.cloud.debian.org/type": image.channel,
      },
      uid: uuidOfUrl(`https://cloud.debian.org/images/cloud/${ref}`),
    },
  };
}

/** sha256 over the sorted lines `name version`: equal when the same packages are installed, in whatever order. */
export function packagesDigest(packages: readonly Package[]): string {
  const lines = packages.map(({ name, version }) => `${name} ${version}\n`).toSorted();
  return createHash("sha256").update(lines.join("")).digest("hex");
}

/** Annotations of the Build that say where it came from. Upstream writes none of them yet; its readers let them pass. */
export const buildAnnotations = {
  /** URL of the CI job. */
  job: "build.cloud.debian.org/job",
  /** Commit of debian-cloud-images. */
  commit: "build.cloud.debian.org/commit",
  /** The command that built it. */
  command: "build.cloud.debian.org/command",
  /** FAI's version. */
  fai: "build.cloud.debian.org/fai",
  /** The commit or version of FAI's configuration space. */
  configSpace: "build.cloud.debian.org/config-space",
  /** How the others were found, if the build's job did not write them. */
  found: "build.cloud.debian.org/found",
} as const;

/**
 * The build's origin, as far as the manifest names it. A job that is no web address is dropped, because pages link to it. A value
 * that looks like a credential is dropped too: an adopted tree may have such manifests.
 */
export function buildFacts({ metadata: { annotations } }: Build): Omit<BuildFacts, "noLog"> {
  const valueOf = (name: keyof typeof buildAnnotations): string | null => {
    const text = annotations[buildAnnotations[name]];
    return text === undefined || withoutCredential(text) !== text ? null : text;
  };
  const job = valueOf("job");
  const [fai, configSpace, found] = [valueOf("fai"), valueOf("configSpace"), valueOf("found")];
  return {
    job: job !== null && /^https?:\/\/[^\s"'<>]+$/.test(job) ? job : null,
    commit: valueOf("commit"),
    command: valueOf("command"),
    ...(fai !== null && { fai }),
    ...(configSpace !== null && { configSpace }),
    ...(found !== null && { found }),
  };
}
