import type { ArchivedPackage, Pocket } from "./types.ts";

export interface WantedPackages {
  pocket: Pocket;
  packages: ReadonlySet<string>;
  sources: ReadonlySet<string>;
}

export async function readPackageIndex(
  chunks: AsyncIterable<Uint8Array>,
  wanted: WantedPackages,
  where: string,
): Promise<Map<string, ArchivedPackage[]>> {
  for await (const chunk of chunks) throw new Error(`not read yet: ${where}, ${wanted.pocket}, ${chunk.length}`);
  return new Map();
}
