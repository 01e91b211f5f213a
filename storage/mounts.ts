import { readFileSync } from "node:fs";

/** The kernel's table of what is mounted where (proc_pid_mountinfo(5)); nothing where there is none. */
export function mountPoints(): readonly string[] {
  try {
    return parseMountInfo(readFileSync("/proc/self/mountinfo", "utf8"));
  } catch {
    return [];
  }
}

/** The fifth field, in which blanks and backslashes are octal. */
export const parseMountInfo = (text: string): string[] =>
  text.split("\n").flatMap((line) => {
    const point = line.split(" ")[4];
    return point === undefined
      ? []
      : [point.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)))];
  });

/** Where the file system is mounted that a path without links lies on; a rename never leads to another one, though it be of the same disk. */
export function mountOf(path: string, points: readonly string[]): string | undefined {
  const around = points.filter((point) => path === point || point === "/" || path.startsWith(`${point}/`));
  return around.reduce<string | undefined>(
    (deepest, point) => (deepest !== undefined && deepest.length >= point.length ? deepest : point),
    undefined,
  );
}
