import { codeOf } from "../storage/files/fault.ts";

/** The whole body of an answer; throws an Error where it has more than `most` bytes. */
export async function bytesOf(body: AsyncIterable<Uint8Array> | null, most: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > most) throw new Error(`the answer has more than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Why there is no answer: `fetch` itself says only that it failed. For an aborted call, its signal's reason. */
export function whyUnanswered(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  // a name with several addresses, as localhost has, leaves an error without a message
  return cause instanceof Error ? cause.message || codeOf(cause) || cause.name : String(cause);
}
