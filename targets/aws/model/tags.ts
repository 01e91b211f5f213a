/** Tags of an image and of its snapshots. Upstream's four are as Debian's images have them; ours is the identity. */
interface Identity {
  name: string;
  family: string;
  version: string;
  digest: string;
}

export const nameTag = "AMI";
/** sha512 of the uncompressed tar, by which an image is found again. */
export const digestTag = "ImageDigest";

export const tagsFor = ({ name, family, version, digest }: Identity): Record<string, string> => ({
  Name: `AMI ${name}`,
  [nameTag]: name,
  ImageFamily: family,
  ImageVersion: version,
  [digestTag]: digest,
});

export const isOurs = (
  { name, tags }: { name: string; tags: Readonly<Record<string, string>> },
  wanted: Pick<Identity, "name" | "digest">,
): boolean => name === wanted.name && tags[digestTag] === wanted.digest;
