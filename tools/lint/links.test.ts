import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { project } from "../setup/bootstrap/folders.mjs";

const pages = ["*.md", "{docs,targets,workloads,images,recipes,tools,test}/**/*.md"].flatMap((pattern) =>
  globSync(pattern, { cwd: project }),
);

const isWeb = (target: string): boolean => /^[a-z]+:/.test(target);

test.each(pages)("each link of %s leads to a file of the project", (page) => {
  const text = readFileSync(path.join(project, page), "utf8");
  const targets = [...text.matchAll(/\]\(([^)#\s]+)/g)].flatMap(([, target = ""]) => (isWeb(target) ? [] : [target]));
  expect(targets.filter((target) => !existsSync(path.join(project, path.dirname(page), target)))).toEqual([]);
});

test("the pages are found", () => {
  expect(pages).toEqual(expect.arrayContaining(["README.md", "docs/builds.md", "targets/openstack/README.md"]));
});
