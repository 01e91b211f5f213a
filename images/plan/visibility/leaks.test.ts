import { describe, expect, test } from "vitest";
import { Story } from "../../../test/histories/story.ts";
import { version as versionOf } from "../../../test/samples/samples.ts";

const [v1, v2] = ["20260701-1001", "20260702-1002"] as const;
const job = "https://salsa.debian.org/cloud-team/debian-cloud-images/-/jobs/7";
const leak = "line 812 looks like a GitLab token; revoke it";

/** A current set, of which one image's log was judged. */
function published(noLog: string | null): Story {
  const story = new Story().arrives(v1).run();
  const record = story.world.state.sets.get(versionOf(v1))?.images.get(`debian-13-generic-amd64-daily-${v1}`);
  if (record === undefined) throw new Error("it was made");
  record.build = { job, commit: null, command: null, noLog };
  return story.run();
}

const warned = `debian-13-generic-amd64-daily-${v1}: the log of ${job} is not published: ${leak}`;

describe("a credential in a job's log", () => {
  test("is told as long as the image is current", () => {
    const story = published(leak);
    expect(story.plan?.warnings).toEqual([warned]);
    expect(story.after(1).plan?.warnings).toEqual([warned]);
    expect(story.arrives(v2).run().plan?.warnings).toEqual([]);
  });

  test.each([[null], ["the build names no job"], ["salsa.debian.org answered 404"]])(
    "is none where the log is kept, or not there: %s",
    (noLog) => {
      expect(published(noLog).plan?.warnings).toEqual([]);
    },
  );
});
