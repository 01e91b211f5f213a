import { describe, expect, test } from "vitest";
import { Story } from "../../../test/histories/story.ts";
import { version as versionOf } from "../../../test/samples/samples.ts";

const [v1, v2] = ["20260701-1", "20260702-2"] as const;
const amd64 = "generic/amd64";
const place = (version: string) => ({ version: versionOf(version), member: amd64, target: "mirror" }) as const;

const twoDays = (): Story => new Story().arrives(v1).run().arrives(v2).after(1);

describe("lost", () => {
  const damage = { kind: "damaged", ...place(v2), repairable: false } as const;

  test("what cannot be repaired is no pointer's goal until it is intact again", () => {
    const story = twoDays().happens(damage).after(1);
    expect(story.at(v2)).toMatchObject({ phase: "lost", listed: false });
    expect(story.pointer()).toBe(v1);
    story.happens({ kind: "intact again", ...place(v2) }).after(1);
    expect([story.phase(v2), story.phase(v1), story.pointer()]).toEqual(["current", "superseded", v2]);
    expect(story.days(v2)).toEqual({ made: "2026-07-02", shown: "2026-07-02" });
  });

  test("it leaves after 7 days", () => {
    const story = twoDays().happens(damage).after(1);
    expect([story.after(6).phase(v2), story.after(1).phase(v2)]).toEqual(["lost", "gone"]);
  });

  test("what is found intact on the day on which it goes was not lost: what it replaced stays marked with it", () => {
    const quick = { ...new Story().world.policy().retention, grace: 2 };
    const story = new Story({ suite: "bullseye", channel: "release", retention: quick }, "2026-08-30");
    story.arrives("20260830-1").run().arrives("20260831-2").after(1).after(1);
    const successor = place("20260831-2");
    story.happens({ kind: "allow delete", key: `20260831-2/${amd64}` });
    story.happens({ kind: "damaged", ...successor, repairable: false }).after(1);
    story.happens({ kind: "intact again", ...successor }).after(1);
    const before = story.at("20260830-1");
    expect([story.phase("20260831-2"), before?.replacement]).toEqual(["gone", "20260831-2"]);
    expect(story.run().at("20260830-1")).toEqual(before);
  });

  test("what can be repaired keeps its phase, and the plan says what of", () => {
    const story = twoDays()
      .happens({ ...damage, repairable: true })
      .after(1);
    expect(story.at(v2)).toMatchObject({ phase: "current", repair: ["generic/amd64 is missing"] });
    const image = story.plan?.sets[0]?.images.find(({ name }) => name.includes("amd64"));
    expect(image?.candidate?.source).toContain(v2);
  });
});
