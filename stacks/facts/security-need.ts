import { advisedSourceOf } from "../../images/diff/source.ts";
import type { Image } from "../../images/image.ts";
import { withoutArch } from "../../images/package-name.ts";
import { installedOf, type Contents } from "./contents.ts";
import type { SecurityNeed } from "./security/index.ts";

/** What has to be known of security for these images: nothing of what they do not have. */
export function needOf(
  suite: Image["suite"],
  images: readonly { image: Pick<Image, "arch">; contents: Contents | undefined }[],
): SecurityNeed {
  const packages = new Set<string>();
  const sources = new Set<string>();
  for (const { contents } of images) {
    if (contents === undefined) continue;
    for (const installed of installedOf(contents, null)) {
      packages.add(withoutArch(installed.name));
      if (installed.source !== null) sources.add(installed.source.name);
      const advised = advisedSourceOf(installed);
      if (advised !== null) sources.add(advised.name);
    }
  }
  return { suite, arches: [...new Set(images.map(({ image }) => image.arch))], packages, sources };
}
