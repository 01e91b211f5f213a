import type { Build } from "./manifest.ts";

/** A job of GitLab. */
export interface NamedJob {
  name: string;
  url: string;
  commit: string;
}

/**
 * The job that built an image: the only job of the pipeline whose name has the words `build`, and the image's release, vendor and
 * arch. Undefined if there is none, or more than one: a guess would be a wrong origin.
 */
export function jobOfBuild({ data: { info } }: Build, jobs: readonly NamedJob[]): NamedJob | undefined {
  const wanted = [info.release, info.vendor, info.arch];
  const found = jobs.filter(({ name }) => {
    const words = new Set(name.split(/[^\w-]+/));
    return wanted.every((word) => words.has(word)) && words.has("build");
  });
  return found.length === 1 ? found[0] : undefined;
}
