import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { Publication } from "../components/publication.ts";
import { policy } from "../test/samples/samples.ts";
import { refuseViolations } from "./policy.ts";

const made: string[] = [];

const mocked = (stack: string): Promise<void> =>
  pulumi.runtime.setMocks(
    {
      newResource: ({ type, name }) => {
        made.push(`${type} ${name}`);
        return { id: `${name}-id`, state: {} };
      },
      call: () => ({}),
    },
    "cloud-images",
    stack,
  );

class Group extends pulumi.ComponentResource {}

/** The message that refuses a program; undefined if it is accepted. */
async function refusalOf(program: () => void): Promise<string | undefined> {
  let said: string | undefined;
  await pulumi.runtime.runInPulumiStack(async () => {
    refuseViolations();
    try {
      program();
    } catch (error) {
      said = String(error);
    }
  });
  return said;
}

it("what breaks a rule is refused before the engine hears of it", async () => {
  await mocked("trixie-daily");
  const retention = { ...policy.retention, hideAfter: 1 };
  const said = await refusalOf(
    () => new Publication("trixie-daily", { suite: "trixie", channel: "daily", retention }, {}),
  );
  expect(said).toContain("refused by policy, retention-within-bounds: trixie-daily: retention.hideAfter is 1");
  expect(made).not.toContain("debian:cloud:Publication trixie-daily");
});

it("a child is known by its parents, and protected as they are", async () => {
  const image = "debian-13-generic-amd64-20260717-2542";
  const program = (protect: boolean) => () => {
    const component = new Group("debian:cloud:PublishedImage", image, { listed: ["mirror"] }, { protect });
    const middle = new Group("debian:cloud:Pointer", "middle", {}, { parent: component });
    new Group("debian:mirror:ImageFiles", `${image}-files`, { image }, { parent: middle });
  };
  const stack = "trixie-release";
  await mocked(stack);
  expect(await refusalOf(program(true))).toBeUndefined();
  expect(await refusalOf(program(false))).toContain(`release-protected: ${image}-files`);

  const runner = () => {
    const component = new Group("debian:cloud:CasulanaRunner", "casulana", {}, {});
    new Group("openstack:networking/floatingIp:FloatingIp", "address", {}, { parent: component });
  };
  expect(await refusalOf(runner)).toContain("runners-without-ingress: address");
});
