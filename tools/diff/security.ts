import type { Suite } from "../../images/definitions/suites.ts";
import { advisedSourceOf } from "../../images/diff/source.ts";
import type { InstalledPackage } from "../../images/packages.ts";
import type { SecurityFacts } from "../../images/security/types.ts";
import type { PublicationSettings } from "../../stacks/config.ts";
import { cacheFolder } from "../../stacks/facts/cache-folder.ts";
import { installedOf } from "../../stacks/facts/contents.ts";
import { needOf } from "../../stacks/facts/security-need.ts";
import { readSecurity } from "../../stacks/facts/security/index.ts";
import { readingOf } from "./reading.ts";
import type { Side } from "./side.ts";

/** What the stack's security data says of these images; null where its configuration names none. */
export async function securityOf(
  suite: Suite,
  sides: readonly Side[],
  settings: PublicationSettings,
): Promise<SecurityFacts | null> {
  const { security } = settings;
  const { dsa, dla, tracker, archive } = security;
  if ([dsa, dla, tracker, archive].every((place) => place === null)) return null;
  const known = sides.flatMap(({ image }) => image ?? []);
  const images = sides.map(({ image, contents }) => ({ image: image ?? known[0] ?? { arch: "amd64" }, contents }));
  const need = needOf(suite, images);
  const { day, places } = await readingOf(settings);
  const at = { day, cache: cacheFolder(places) };
  const facts = await readSecurity(security, need, at);
  // without dpkg-status it is the archive that names the sources, and only then can the tracker be asked for them
  const sources = new Set([...need.sources, ...sides.flatMap((side) => sourcesOf(installedIn(side, facts.archive)))]);
  return sources.size === need.sources.size ? facts : readSecurity(security, { ...need, sources }, at);
}

export const installedIn = ({ contents, image }: Side, archive: SecurityFacts["archive"]): InstalledPackage[] =>
  installedOf(contents, image === null ? null : (archive.get(image.arch) ?? null));

const sourcesOf = (packages: readonly InstalledPackage[]): string[] =>
  packages.flatMap((installed) => [installed.source?.name ?? [], advisedSourceOf(installed)?.name ?? []].flat());
