import { z } from "zod";
import type { Moto } from "./moto.ts";

const scope = "Credential=AKIAIOSFODNN7EXAMPLE/20260717/us-east-1/kms/aws4_request, SignedHeaders=host, Signature=none";
const made = z.object({ KeyMetadata: z.object({ KeyId: z.string() }) });

/** Makes a key of KMS. Returns what the engine calls it, `awskms://…`, and the variables by which it finds this KMS, and no other service, here. */
export async function makeKey({ url }: Moto): Promise<{ secrets: string; env: Readonly<Record<string, string>> }> {
  const answer = await fetch(`${url}/`, {
    method: "POST",
    headers: {
      authorization: `AWS4-HMAC-SHA256 ${scope}`,
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "TrentService.CreateKey",
    },
    body: "{}",
    signal: AbortSignal.timeout(60_000),
  });
  const { KeyMetadata: key } = made.parse(await answer.json());
  return {
    secrets: `awskms://${key.KeyId}?region=us-east-1`,
    env: {
      AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_ENDPOINT_URL_KMS: url,
    },
  };
}
