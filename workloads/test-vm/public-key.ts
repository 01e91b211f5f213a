import type { KeyObject } from "node:crypto";
import { z } from "zod";

const jwk = z.object({ crv: z.literal("Ed25519"), x: z.string() });

/** An Ed25519 key as OpenSSH writes it (RFC 8709). */
export function publicKeyLine(key: KeyObject): string {
  const { x } = jwk.parse(key.export({ format: "jwk" }));
  const type = "ssh-ed25519";
  const parts = [Buffer.from(type), Buffer.from(x, "base64url")].map(withLength);
  return `${type} ${Buffer.concat(parts).toString("base64")}`;
}

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
