import { afterEach, beforeEach, expect, test } from "vitest";
import { GitlabProject } from "../../test/peers/gitlab-project.ts";
import type { Gitlab } from "./api.ts";
import { writeNote } from "./notes.ts";

let project: GitlabProject;
beforeEach(async () => void (project = await GitlabProject.start("cloud-team/images", "glpat-right")));
afterEach(() => project.end());

const gitlab = (token = project.token): Gitlab => ({
  url: project.url,
  token,
  rights: "give another token",
  signal: AbortSignal.timeout(60_000),
});
const request = { project: "cloud-team/images", iid: 7 };
const write = (text: string, mark = "cloud-images trixie-daily") => writeNote(gitlab(), request, { mark, text });

test("a stack has one comment, which the next pipeline replaces", async () => {
  expect(await write("first")).toBe("written");
  expect(await write("other", "cloud-images bookworm-release")).toBe("written");
  expect(await write("second")).toBe("replaced");
  expect(await write("second")).toBe("unchanged");
  expect(project.notes.map(({ body }) => body)).toEqual([
    "<!-- cloud-images trixie-daily -->\nsecond",
    "<!-- cloud-images bookworm-release -->\nother",
  ]);
});

test("a comment whose answer was lost is found again", async () => {
  project.loseNextAnswer = true;
  await expect(write("text")).rejects.toThrow("/merge_requests/7/notes");
  expect(await write("text")).toBe("unchanged");
  expect(project.notes).toHaveLength(1);
});

test.each([
  ["quotes the mark", "see <!-- cloud-images trixie-daily -->"],
  ["begins with the mark", "<!-- cloud-images trixie-daily -->\nnothing is wrong"],
])("a comment of somebody else that %s is left alone, and does not keep ours out", async (_, body) => {
  project.notes.push({ id: 1, body, author: { id: 7 } });
  expect(await write("text")).toBe("written");
  expect(await write("more")).toBe("replaced");
  expect(project.notes.map((note) => note.body)).toEqual([body, "<!-- cloud-images trixie-daily -->\nmore"]);
});

test("a wrong token is told with what it needs", async () => {
  const written = writeNote(gitlab("glpat-wrong"), request, { mark: "m", text: "t" });
  await expect(written).rejects.toThrow(/401.*give another token/);
});
