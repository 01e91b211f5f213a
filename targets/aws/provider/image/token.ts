import { createHash } from "node:crypto";

/**
 * The identity of a call. The same token with the same parameters never makes a second resource (EBS: at most 255 characters,
 * EC2: 128).
 */
interface TokenParts {
  account: string;
  region: string;
  image: string;
  digest: string;
}

/** @param round counts the failed attempts */
export const clientToken = ({ account, region, image, digest }: TokenParts, round: number): string =>
  createHash("sha256")
    .update(JSON.stringify([account, region, image, digest, round]))
    .digest("hex");
