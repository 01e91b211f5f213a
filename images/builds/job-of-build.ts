import type { Build } from "./manifest.ts";

/** A job of GitLab, as far as it tells which image it builds. */
export interface NamedJob {
  name: string;
  url: string;
  commit: string;
}

/**
 * The job that built an image: the only one of its pipeline whose name has the image's release, vendor and arch among its words.
 * Undefined where none has them, or several: a guess is no origin.
 */
export function jobOfBuild({ data: { info } }: Build, jobs: readonly NamedJob[]): NamedJob | undefined {
  const wanted = [info.release, info.vendor, info.arch];
  const found = jobs.filter(({ name }) => {
    const words = new Set(name.split(/[^\w-]+/));
    return wanted.every((word) => words.has(word)) && words.has("build");
  });
  return found.length === 1 ? found[0] : undefined;
}
