import { describe, expect, test } from "vitest";
import { Story } from "../../../test/histories/story.ts";

const [v1, v2, v3] = ["20260701-1", "20260702-2", "20260703-3"] as const;
const amd64 = "generic/amd64";
const arm64 = "generic/arm64";

describe("held", () => {
  const unchanged = (): Story =>
    new Story({ dailyPublish: "changed" }).arrives(v1, { packages: 1 }).run().arrives(v2, { packages: 1 }).after(1);

  test("a set with the packages of what is current is held", () => {
    const story = unchanged();
    expect([story.phase(v2), story.phase(v1), story.pointer()]).toEqual(["held", "current", v1]);
  });

  test("a set that was held before its required image failed for good can never be promoted: it has failed", () => {
    const story = new Story({ dailyPublish: "changed" }).arrives(v1, { packages: 1 }).run();
    story.arrives(v2, { packages: 1, outcomes: ["failed for good"] }).after(1);
    expect([story.phase(v2), story.phase(v2, arm64), story.pointer()]).toEqual(["failed", "failed", v1]);
  });

  test("a held set whose required image may be tried again stays held", () => {
    const story = new Story({ dailyPublish: "changed" }).arrives(v1, { packages: 1 }).run();
    story.arrives(v2, { packages: 1, outcomes: ["failed", "passed"] }).after(1);
    expect(story.phase(v2)).toBe("held");
    expect(story.after(1).phase(v2)).toBe("held");
  });

  test("a held set outlives a newer current one, the newest two for good", () => {
    const story = unchanged().arrives(v3, { packages: 2 }).after(1);
    expect([story.phase(v2), story.phase(v3)]).toEqual(["held", "current"]);
    story.arrives("20260704-4", { packages: 2 }).after(1).arrives("20260705-5", { packages: 2 }).after(1).after(7);
    const phases = [v2, "20260704-4", "20260705-5"].map((version) => story.phase(version));
    expect(phases).toEqual(["gone", "held", "held"]);
  });

  test("a new family, or other packages in one image, is a change", () => {
    const story = new Story({ dailyPublish: "changed" }).arrives(v1, { packages: 1, members: [amd64] }).run();
    expect(story.arrives(v2, { packages: 1 }).after(1).phase(v2)).toBe("current");
    story
      .arrives(v3, { packages: 1, members: [amd64] })
      .arrives(v3, { packages: 2, members: [arm64] })
      .after(1);
    expect(story.phase(v3)).toBe("current");
  });
});
