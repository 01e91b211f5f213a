import type { Backend } from "../../engine/world/stack-on-machine.ts";
import type { Moto } from "./moto.ts";

const scope = "Credential=AKIAIOSFODNN7EXAMPLE/20260717/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=none";

/** Makes a bucket for the engine's state. moto reads who asks, and checks no signature. */
export async function makeBucket({ url }: Moto, name: string): Promise<Backend> {
  const answer = await fetch(`${url}/${name}`, {
    method: "PUT",
    headers: { authorization: `AWS4-HMAC-SHA256 ${scope}` },
    signal: AbortSignal.timeout(60_000),
  });
  if (!answer.ok) throw new Error(`bucket ${name}: ${answer.status} ${await answer.text()}`);
  return {
    url: `s3://${name}?endpoint=${url}&region=us-east-1&s3ForcePathStyle=true&response_checksum_validation=when_required`,
    env: {
      AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_EC2_METADATA_DISABLED: "true",
    },
  };
}
