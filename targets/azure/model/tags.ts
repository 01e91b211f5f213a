/** The tags of both versions of an image: by them they are found again, and told from others'. */
export const tags = { image: "debian_image", digest: "debian_digest" } as const;
