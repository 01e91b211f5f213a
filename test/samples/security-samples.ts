import fc from "fast-check";

/** Streams of bytes, for tests of what reads them. */

/** The content in pieces of these sizes, which repeat. Each piece is wiped once it was read, since a producer may use its memory again. */
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

/** Sizes of pieces, mostly small ones. An empty piece may come too. */
export const pieceSizes: fc.Arbitrary<number[]> = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.array(fc.nat(300), { maxLength: 8 }))
  .map(([first, others]) => [first, ...others]);
