import { notInStable } from "../../../images/packages/not-in-stable.ts";
import type { Candidate } from "../../../images/plan/facts.ts";
import type { Suite } from "../../../images/model/definitions/suites.ts";
import { mapBounded } from "../../../storage/bounded.ts";
import { buildContents, installedOf } from "./tree/contents.ts";
import { securityOf, type SecurityReader } from "./security-of.ts";

const readsAtOnce = 16;

interface Origins {
  candidates: readonly Candidate[];
  warnings: readonly string[];
}

/** Adds to each build its packages that stable does not have, with its updates and its security archive. */
export async function withOrigins(
  suite: Suite,
  candidates: readonly Candidate[],
  readSecurity: SecurityReader,
): Promise<Origins> {
  if (candidates.length === 0) return { candidates, warnings: [] };
  const read = await mapBounded(candidates, readsAtOnce, async (candidate) => ({
    candidate,
    image: candidate.image,
    contents: await buildContents(candidate.source),
  }));
  const { archive, sources } = await securityOf(suite, read, readSecurity);
  if (sources.archive.state !== "fresh")
    return { candidates, warnings: [`it is not known which packages are not in stable: ${sources.archive.reason}`] };
  const known = read.map(({ candidate, contents }) => {
    const index = archive.get(candidate.image.arch);
    if (contents === undefined || index === undefined) return candidate;
    return { ...candidate, notInStable: notInStable(installedOf(contents, index), index) };
  });
  return { candidates: known, warnings: [] };
}
