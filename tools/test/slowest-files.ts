import path from "node:path";
import type { Reporter, TestModule } from "vitest/node";
import { project } from "../setup/bootstrap/folders.mjs";

interface Timed {
  file: string;
  /** With the time before its first test. */
  seconds: number;
}

/** A reporter for vitest that lists the slowest files at the end of a run. */
export default class SlowestFiles implements Reporter {
  readonly #files: Timed[] = [];

  onTestModuleEnd(module: TestModule): void {
    const { collectDuration, duration } = module.diagnostic();
    const file = path.relative(project, module.moduleId);
    this.#files.push({ file, seconds: (collectDuration + duration) / 1000 });
  }

  onTestRunEnd(): void {
    for (const line of slowestLines(this.#files)) console.log(line);
  }
}

const shown = 10;

/** Empty for a run of few files: each has its own line already. */
export function slowestLines(files: readonly Timed[]): string[] {
  if (files.length <= shown) return [];
  const slowest = files.toSorted((a, b) => b.seconds - a.seconds).slice(0, shown);
  return [
    `the ${shown} slowest of ${files.length} files, in seconds:`,
    ...slowest.map(({ file, seconds }) => `${seconds.toFixed(1).padStart(8)}  ${file}`),
  ];
}
