import type { TrackedIssue } from "./types.ts";

export interface WantedIssues {
  codename: string;
  sources: ReadonlySet<string>;
}

export async function trackedIssues(
  chunks: AsyncIterable<Uint8Array>,
  wanted: WantedIssues,
  where: string,
): Promise<Map<string, TrackedIssue[]>> {
  for await (const chunk of chunks) throw new Error(`not read yet: ${where}, ${wanted.codename}, ${chunk.length}`);
  return new Map();
}
