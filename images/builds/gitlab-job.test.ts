import { describe, expect, it } from "vitest";
import { traceUrl } from "./gitlab-job.ts";

const salsa = "https://salsa.debian.org";
const api = `${salsa}/api/v4/projects`;

describe("the log of a job", () => {
  it.each([
    [
      `${salsa}/cloud-team/debian-cloud-images/-/jobs/1234567`,
      salsa,
      `${api}/cloud-team%2Fdebian-cloud-images/jobs/1234567/trace`,
    ],
    [`${salsa}/a/b/c.d/e_f/-/jobs/1`, salsa, `${api}/a%2Fb%2Fc.d%2Fe_f/jobs/1/trace`],
    [`${salsa}/a/b/-/jobs/1#L12`, salsa, `${api}/a%2Fb/jobs/1/trace`],
    ["https://salsa.debian.org:443/a/b/-/jobs/1", salsa, `${api}/a%2Fb/jobs/1/trace`],
    [
      "http://127.0.0.1:8080/a/b/-/jobs/1",
      "http://127.0.0.1:8080",
      "http://127.0.0.1:8080/api/v4/projects/a%2Fb/jobs/1/trace",
    ],
    [
      "https://example.org/git/a/b/-/jobs/1",
      "https://example.org/git",
      "https://example.org/git/api/v4/projects/a%2Fb/jobs/1/trace",
    ],
  ])("%s of %s is at %s", (job, gitlab, url) => {
    expect(traceUrl(job, gitlab)?.href).toBe(url);
  });

  it("is asked for without the name and password that a build puts into its address", () => {
    expect(traceUrl("https://me:secret@salsa.debian.org/a/b/-/jobs/1", salsa)?.href).toBe(`${api}/a%2Fb/jobs/1/trace`);
  });

  it.each([
    ["another server", "https://evil.example/a/b/-/jobs/1"],
    ["a server in the user's place", "https://salsa.debian.org@evil.example/a/b/-/jobs/1"],
    ["a longer name", "https://salsa.debian.org.evil.example/a/b/-/jobs/1"],
    ["another port", "https://salsa.debian.org:8443/a/b/-/jobs/1"],
    ["another scheme", "http://salsa.debian.org/a/b/-/jobs/1"],
    ["a file", "file:///etc/passwd"],
    ["a way out of the project", `${salsa}/a/b/-/jobs/../../../../admin/-/jobs/x`],
    ["an escaped slash", `${salsa}/a%2Fb%2F..%2F../c/-/jobs/1`],
    ["a question", `${salsa}/a/b/-/jobs/1/trace?x=1`],
    ["a project without a group", `${salsa}/b/-/jobs/1`],
    ["a number that is none", `${salsa}/a/b/-/jobs/1e9`],
    ["a pipeline", `${salsa}/a/b/-/pipelines/1`],
    ["no address", "jobs/1"],
  ])("is asked for at no address made of %s", (_, job) => {
    expect(traceUrl(job, salsa)).toBeUndefined();
  });
});
