import { readFileSync } from "node:fs";

/** The kernel's table of mounts (proc_pid_mountinfo(5)); empty without one. */
export function mountPoints(): readonly string[] {
  try {
    return parseMountInfo(readFileSync("/proc/self/mountinfo", "utf8"));
  } catch {
    return [];
  }
}

/** The fifth field, with blanks and backslashes in octal. */
export const parseMountInfo = (text: string): string[] =>
  text.split("\n").flatMap((line) => {
    const point = line.split(" ")[4];
    return point === undefined
      ? []
      : [point.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)))];
  });

/** The mount point of a path without links. A rename never crosses mounts, even of the same disk. */
export function mountOf(path: string, points: readonly string[]): string | undefined {
  const around = points.filter((point) => path === point || point === "/" || path.startsWith(`${point}/`));
  return around.reduce<string | undefined>(
    (deepest, point) => (deepest !== undefined && deepest.length >= point.length ? deepest : point),
    undefined,
  );
}
