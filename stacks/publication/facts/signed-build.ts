import { createHash } from "node:crypto";
import { lstat } from "node:fs/promises";
import { basename } from "node:path";
import { probeTexts, type ArtifactProbe } from "../../../images/builds/artifact/subject.ts";
import type { Day } from "../../../images/model/day.ts";
import { UserError, type Problem } from "../../../images/model/errors.ts";
import { buildFile, parseBuildFile, signedSumsFile, type BuildFormat } from "../../../images/tree/files.ts";
import { readArtifactText, withArtifactFile } from "../../../storage/artifacts/artifact-file.ts";
import type { FoundBuild } from "../../../storage/artifacts/builds.ts";
import { ifPresent } from "../../../storage/files/fault.ts";
import { readKeyring, signedText, type Keyring } from "./security/signature.ts";

/** The keys that a build's files must be signed with (cloud-images:builds.signedBy), and the day on which they must be valid. */
export interface Signers {
  keyring: Keyring;
  day: Day;
}

export const readSigners = async (path: string, day: Day): Promise<Signers> => ({
  keyring: await readKeyring(path, {
    of: "the CI that builds",
    remedy:
      "correct cloud-images:builds.signedBy, or the file; until then no new build is taken, and nothing else is affected",
  }),
  day,
});

/** By format, the sha512 that the CI signed. */
type SignedSums = ReadonlyMap<BuildFormat, string>;

/** A list of six files takes 2 kB; the signature 1 kB for each key. */
const mostSums = 64 * 2 ** 10;

const remedy = "build the image again in the CI, or ask who put the file there";

const unsigned = {
  expected: "the checksums of the build's files, signed by the CI that built it (cloud-images:builds.signedBy)",
  remedy,
};

/** Reads the signed list of a build's checksums, before any other file of the build is read. Throws a UserError. */
export async function readSignedSums({ source }: Pick<FoundBuild, "source">, signers: Signers): Promise<SignedSums> {
  const where = signedSumsFile(source);
  if ((await ifPresent(lstat(where))) === undefined) throw new UserError({ where, value: "", ...unsigned });
  const text = await signedText(await readArtifactText(where, mostSums), { ...signers, where, remedy });
  return parseSums(text, where, basename(source));
}

/** Refuses a list of another build, which may be signed all the same. */
function parseSums(text: string, where: string, base: string): SignedSums {
  const sums = new Map<BuildFormat, string>();
  for (const line of text.split(/\r?\n/).filter((each) => each !== "")) {
    const [, sum, name = ""] = /^([0-9a-f]{128}) [ *](\S+)$/.exec(line) ?? [];
    const file = parseBuildFile(name);
    if (sum === undefined || file?.base !== base || sums.has(file.format))
      throw new UserError({ where, value: line, expected: `a line of sha512sum for each file of ${base}`, remedy });
    sums.set(file.format, sum);
  }
  return sums;
}

/**
 * Where a build differs from what was signed. Texts are compared as they were read, because those are judged and published. The
 * archive is read again when it is unpacked; its digest must then be the one in the signed manifest.
 */
export async function signatureProblems(
  { source, present }: FoundBuild,
  probe: ArtifactProbe,
  sums: SignedSums,
): Promise<Problem[]> {
  const texts: Partial<Record<BuildFormat, string | null>> = probeTexts(probe);
  const problems: Problem[] = [];
  for (const format of new Set([...present, ...sums.keys()])) {
    const where = buildFile(source, format);
    const [signed, text] = [sums.get(format), texts[format]];
    if (!present.has(format)) problems.push({ where, value: "", expected: "the file, which the CI signed", remedy });
    else if (signed === undefined)
      problems.push({ where, value: "a file that the CI did not sign", expected: "only files that it signed", remedy });
    else if (signed !== (typeof text === "string" ? sha512(text) : await sha512OfArtifact(where)))
      problems.push({ where, value: "other bytes than the CI signed", expected: "the bytes that it signed", remedy });
  }
  return problems;
}

const sha512 = (text: string): string => createHash("sha512").update(text).digest("hex");

const sha512OfArtifact = (path: string): Promise<string> =>
  withArtifactFile(path, async (file) => {
    const hash = createHash("sha512");
    for await (const chunk of file.createReadStream({ autoClose: false, highWaterMark: 1 << 20 }))
      hash.update(chunk as Buffer);
    return hash.digest("hex");
  });
