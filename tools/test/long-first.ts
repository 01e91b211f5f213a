import path from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { project } from "../setup/bootstrap/folders.mjs";

/** Small files that take a minute and more. Without times of an earlier run vitest begins with large files, so it would end with these. */
export const longFiles: readonly string[] = [
  "test/histories/histories.test.ts",
  "provider/mirror/index/pages/finder.test.ts",
  "test/days/days.test.ts",
];

/** vitest's order of files, in which nothing long is begun when everything else has ended. */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return longFirst(await super.sort(files));
  }
}

/** The same files, the long ones before the others. */
export function longFirst<File extends Pick<TestSpecification, "moduleId">>(files: readonly File[]): File[] {
  const { first = [], then = [] } = Object.groupBy(files, ({ moduleId }) =>
    longFiles.includes(path.relative(project, moduleId)) ? "first" : "then",
  );
  return [...first, ...then];
}
