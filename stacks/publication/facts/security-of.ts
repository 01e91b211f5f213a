import { advisedSourceOf } from "../../../images/releases/diff/source.ts";
import type { Image } from "../../../images/model/image.ts";
import { withoutArch } from "../../../images/packages/package-name.ts";
import type { SecurityFacts } from "../../../images/releases/security/types.ts";
import { installedIn, type Contents } from "./tree/contents.ts";
import type { SecurityNeed } from "./security/index.ts";

export type SecurityReader = (need: SecurityNeed) => Promise<SecurityFacts>;

/** An image with its package data; undefined if that cannot be read. */
interface ReadImage {
  image: Pick<Image, "arch">;
  contents: Contents | undefined;
}

/**
 * Security data about the packages of these images, and no others. The source packages of an image without a dpkg-status are known
 * only from the archive. Data about those needs a second reading.
 */
export async function securityOf(
  suite: Image["suite"],
  images: readonly ReadImage[],
  read: SecurityReader,
): Promise<SecurityFacts> {
  const need = needOf(suite, images, new Map());
  const facts = await read(need);
  const whole = needOf(suite, images, facts.archive);
  return whole.sources.size === need.sources.size ? facts : read(whole);
}

function needOf(suite: Image["suite"], images: readonly ReadImage[], archive: SecurityFacts["archive"]): SecurityNeed {
  const packages = new Set<string>();
  const sources = new Set<string>();
  for (const { image, contents } of images) {
    if (contents === undefined) continue;
    for (const installed of installedIn(contents, image.arch, archive)) {
      packages.add(withoutArch(installed.name));
      for (const source of [installed.source, advisedSourceOf(installed)])
        if (source !== null) sources.add(source.name);
    }
  }
  return { suite, arches: [...new Set(images.map(({ image }) => image.arch))], packages, sources };
}
