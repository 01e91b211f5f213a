import { formatDay, type Day } from "../../images/model/day.ts";
import { versionDay } from "../../images/model/version.ts";
import { fetchText } from "../../stacks/publication/facts/tree/fetch-text.ts";
import { UserError } from "../../images/model/errors.ts";
import { WrongUse } from "../setup/errors.ts";
import type { Published } from "./published.ts";

/** The archive from which an image is built again. */
export interface Archive {
  /** For recipes; undefined: this machine's. */
  url: string | undefined;
  /** For the verdict. */
  words: string;
}

/** `given`: by the person. Throws a UserError if that archive does not answer. */
export async function archiveOf(
  { image, way }: Pick<Published, "image" | "way">,
  given: string | undefined,
  today: Day,
): Promise<Archive> {
  if (way.by === "builder") {
    if (given !== undefined)
      throw new WrongUse(`--archive ${given}: expected none, since ${way.program} reads its own configuration`);
    return { url: undefined, words: `of ${way.program}'s own configuration` };
  }
  const built = versionDay(image.version);
  const url = given ?? (built >= today ? undefined : snapshotArchive(built));
  if (url !== undefined) await mustAnswer(url, image.suite);
  return { url, words: url ?? "as of the day" };
}

/** Debian's archive at the end of a day, from snapshot.debian.org, which has every state since 2005. */
export function snapshotArchive(day: Day): string {
  return `https://snapshot.debian.org/archive/debian/${formatDay(day).replaceAll("-", "")}T235959Z`;
}

/** Asked before an installation that takes minutes, whose error would name only a package. */
async function mustAnswer(url: string, suite: string): Promise<void> {
  const address = `${url.replace(/\/$/, "")}/dists/${suite}/InRelease`;
  const advice = {
    expected: `Debian's archive, from which the image is built again`,
    remedy: "try again where it can be reached, or name another with --archive; nothing was built, and no verdict kept",
  };
  if ((await fetchText(address, advice)) === undefined)
    throw new UserError({ where: address, value: "HTTP 404", ...advice });
}
