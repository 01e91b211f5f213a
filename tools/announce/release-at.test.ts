import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Event } from "../../images/announcements/events.ts";
import { GitlabProject } from "../../test/peers/gitlab-project.ts";
import { eraIndex } from "../../test/samples/finder-samples.ts";
import { day, version } from "../../test/samples/samples.ts";
import { releaseAt } from "./release-at.ts";

const today = day("2026-07-17");
const index = eraIndex({ suite: "trixie", channel: "release", days: [today] });
const of = { day: today, version: index.sets[0]?.version ?? version("20260717-1") };
const published: Event = { kind: "published", ...of, members: ["generic/amd64"] };
const withdrawn: Event = { kind: "withdrawn", ...of, members: ["generic/amd64"], reason: "no network" };

let project: GitlabProject;
beforeEach(async () => void (project = await GitlabProject.start("cloud-team/images", "of-the-job")));
afterEach(() => project.end());

const tell = (event: Event, title: string, env: NodeJS.ProcessEnv = { CI_JOB_TOKEN: project.token }): Promise<void> =>
  releaseAt(
    { url: project.url, project: project.path, ref: "master" },
    {
      stack: "trixie-release",
      event,
      document: { title, lead: [[`About ${title}.`]], sections: [] },
      index: event.kind === "withdrawn" ? withdrawnWhole : index,
      env,
    },
  );

/** The same, where nothing of the version is listed. */
const withdrawnWhole = {
  ...index,
  sets: index.sets.map((set) => ({ ...set, images: set.images.map((image) => ({ ...image, targets: {} })) })),
};

describe("a release of a GitLab project", () => {
  it("is named after the stack and the version, and made once", async () => {
    for (let time = 0; time < 2; time += 1) await tell(published, "trixie");
    expect(project.releases).toMatchObject([{ tag_name: `trixie-release/${of.version}`, name: "trixie" }]);
  });

  it("says of a withdrawal in its name and above its text", async () => {
    await tell(published, "trixie");
    await tell(withdrawn, "it is withdrawn");
    const [release] = project.releases;
    expect(release?.name).toBe("Withdrawn: trixie");
    expect(release?.description).toMatch(/About it is withdrawn\.[^]*About trixie\./);
  });

  it("is not made of a digest", async () => {
    await tell({ kind: "digest", day: today, month: "2026-07" }, "July");
    expect(project.releases).toEqual([]);
  });

  it.each<[string, NodeJS.ProcessEnv]>([
    ["without a token", {}],
    ["with empty ones, as variables of a job that nobody set", { CI_JOB_TOKEN: "", CLOUD_IMAGES_RELEASE_TOKEN: "" }],
  ])("is refused %s, before GitLab is asked", async (_which, env) => {
    await expect(tell(published, "trixie", env)).rejects.toThrow(
      /CLOUD_IMAGES_RELEASE_TOKEN or CI_JOB_TOKEN.*expected a token that makes releases of cloud-team\/images/,
    );
  });

  it.each<[string, NodeJS.ProcessEnv]>([
    ["the job's", { CI_JOB_TOKEN: "of-another-job" }],
    ["one's own, which the job's does not replace", { CI_JOB_TOKEN: "of-the-job", CLOUD_IMAGES_RELEASE_TOKEN: "old" }],
  ])("names the right that a token lacks: %s", async (_which, env) => {
    await expect(tell(published, "trixie", env)).rejects.toThrow(/give a token that may make releases of cloud-team/);
    expect(project.releases).toEqual([]);
  });
});
