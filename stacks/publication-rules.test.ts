import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { DebianProvider } from "../components/resources.ts";
import { dailies, dailyVersion, lookedAt, members } from "../test/samples/report/stories.ts";
import { refuseViolations } from "./policy.ts";
import { publish } from "./publication/publish.ts";

it("a whole publication breaks no rule: what is there, what goes and what comes", async () => {
  const made: string[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name }) => {
        made.push(`${type} ${name}`);
        return { id: `${name}-id`, state: { outcome: "passed", record: "0", digest: "0", link: "x" } };
      },
      call: () => ({}),
    },
    "cloud-images",
    "trixie-daily",
  );
  const { publications } = lookedAt(dailies(3).arrives(dailyVersion(3), { members, packages: 3 }));
  await pulumi.runtime.runInPulumiStack(async () => {
    refuseViolations();
    const provider = new DebianProvider("debian", { tree: "/tree", staging: "/staging", dailiesGoAfter: 120 });
    for (const { plan, policy } of publications)
      publish(plan, policy, { provider, down: new Map(), url: null, remarks: {} });
  });
  const ofType = (type: string): string[] => made.filter((each) => each.startsWith(`${type} `));
  await expect.poll(() => ofType("debian:mirror:Index")).toEqual(["debian:mirror:Index trixie-daily"]);
  expect(ofType("debian:mirror:ImageFiles").length).toBeGreaterThan(members.length);
});
