import { createHash } from "node:crypto";

/** Whose call it is. The same token with the same parameters never makes a second thing (EBS: at most 255 characters, EC2: 128). */
interface TokenParts {
  account: string;
  region: string;
  image: string;
  digest: string;
}

/** @param round counts the things of that token which came to nothing */
export const clientToken = ({ account, region, image, digest }: TokenParts, round: number): string =>
  createHash("sha256")
    .update(JSON.stringify([account, region, image, digest, round]))
    .digest("hex");
