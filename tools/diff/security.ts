import type { Suite } from "../../images/model/definitions/suites.ts";
import type { InstalledPackage } from "../../images/packages/types.ts";
import type { SecurityFacts } from "../../images/releases/security/types.ts";
import type { PublicationSettings } from "../../stacks/config.ts";
import { installedOf } from "../../stacks/publication/facts/tree/contents.ts";
import { securityReader } from "../../stacks/publication/facts/publication.ts";
import { securityOf } from "../../stacks/publication/facts/security-of.ts";
import { readingOf } from "../../stacks/publication/facts/tree/reading.ts";
import type { Side } from "./side.ts";

/** The stack's security data about these images; null if the configuration names none. */
export async function securityOfSides(
  suite: Suite,
  sides: readonly Side[],
  settings: PublicationSettings,
): Promise<SecurityFacts | null> {
  const { dsa, dla, tracker, archive } = settings.security;
  if ([dsa, dla, tracker, archive].every((place) => place === null)) return null;
  const known = sides.flatMap(({ image }) => image ?? []);
  const images = sides.map(({ image, contents }) => ({ image: image ?? known[0] ?? anyImage, contents }));
  return securityOf(suite, images, securityReader(await readingOf(settings)));
}

/** The assumed arch of two files that state none. */
const anyImage = { arch: "amd64" } as const;

export const packagesIn = ({ contents, image }: Side, archive: SecurityFacts["archive"]): InstalledPackage[] =>
  installedOf(contents, image === null ? null : (archive.get(image.arch) ?? null));
