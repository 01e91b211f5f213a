import fc from "fast-check";

/** Streams of bytes for tests, and what a reader makes of them. */

/** Comes in pieces of so many bytes, the sizes over and over. A producer may use its memory again, so each piece is wiped. */
export async function* inPieces(content: string | Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(content);
  let at = 0;
  for (let piece = 0; at < bytes.length; piece += 1) {
    const chunk = Uint8Array.from(bytes.subarray(at, at + (sizes[piece % sizes.length] ?? bytes.length)));
    at += chunk.length;
    yield chunk;
    chunk.fill(0);
  }
}

export const atOnce = (content: string | Uint8Array): AsyncGenerator<Uint8Array> => inPieces(content, []);

/** Sizes of pieces, small ones mostly; nothing comes in between as well. */
export const pieceSizes: fc.Arbitrary<number[]> = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.array(fc.nat(300), { maxLength: 8 }))
  .map(([first, others]) => [first, ...others]);
