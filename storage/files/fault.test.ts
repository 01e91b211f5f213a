import { expect, test } from "vitest";
import { explainFault } from "./fault.ts";

const failure = (code: string, names: Record<string, string>): Error =>
  Object.assign(new Error(code), { code, ...names });
const copy = { path: "/artifacts/build.tar.xz", dest: "/staging/work/image.tar.xz" };

test.each([
  ["ENOSPC", copy, '/staging/work/image.tar.xz is "ENOSPC": expected room on its file system'],
  ["EROFS", copy, "/staging/work/image.tar.xz"],
  ["EXDEV", { path: "/staging/sets/a", dest: "/tree/a" }, '/tree/a is "EXDEV": expected one file system'],
  ["EISDIR", { path: "/tree/.index.json.new", dest: "/tree/index.json" }, "/tree/index.json is"],
  ["EACCES", copy, "/artifacts/build.tar.xz"],
  ["ENOSPC", {}, "the image is"],
])("%s names the file that could not be written", (code, names, text) => {
  expect(String(explainFault(failure(code, names), "the image"))).toContain(text);
});

test("a full file system is named by its mount", () => {
  const said = explainFault(failure("ENOSPC", { path: "/proc/self/never/there" }), "");
  expect(String(said)).toContain("mounted at /proc");
});
