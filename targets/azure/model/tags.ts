/** The tags of both versions of an image, by which they are found again and distinguished from those of others. */
export const tags = { image: "debian_image", digest: "debian_digest" } as const;
