import { expect, test } from "vitest";
import { mountOf, mountPoints, parseMountInfo } from "./mounts.ts";

const table = `22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
31 22 254:0 /export /srv/tree rw,relatime - ext4 /dev/vda rw
32 22 0:30 / /srv/with\\040blank rw - tmpfs tmpfs rw
`;

test("a table of mounts is read with its octal blanks", () => {
  expect(parseMountInfo(table)).toEqual(["/", "/srv/tree", "/srv/with blank"]);
});

test.each([
  ["/srv/tree/trixie", "/srv/tree"],
  ["/srv/tree", "/srv/tree"],
  ["/srv/tree.staging", "/"],
  ["/", "/"],
])("%s is on what is mounted at %s", (path, point) => {
  expect(mountOf(path, parseMountInfo(table))).toBe(point);
});

test("this machine's own table is read: what is mounted at /proc is its own file system", () => {
  expect(mountOf("/proc/self", mountPoints())).toBe("/proc");
});
