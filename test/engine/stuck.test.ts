import { mkdir, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { recordsApi, setSchema, writeRecord } from "../../images/tree/record.ts";
import { first, second } from "./world/published.ts";
import { expectExit, textOf } from "./command/said.ts";
import { editState, resourceOf } from "./world/state.ts";
import { setsOf } from "./outside/views.ts";
import { World } from "./world/world.ts";

const set = { suite: "trixie", channel: "daily", version: first } as const;
const name = "debian-13-daily-20260701-2526";

test("a stack that was stuck with an empty set goes on: that set is deleted, and the next one is published", async () => {
  const world = await World.ofTest({ expect: { required: [], bestEffort: ["*/*"] } });
  world.policyPack = false;
  await world.arrive(first, ["ec2/amd64"], { broken: "wrong digest" });
  expectExit(await world.up(), 3);
  await publishEmptySet(world);
  const previewed = await world.preview();
  expectExit(previewed, 1);
  expect(textOf(previewed)).toContain("npm run pulumi -- state unprotect 'urn:");

  world.day("2026-07-02");
  await world.arrive(second, ["ec2/amd64"]);
  const said = await world.up();
  expectExit(said, 0);
  expect(textOf(said)).toContain(`no longer protected, since it is due for deletion: ${name}`);
  expect(await setsOf(world)).toEqual([second]);
  expect(await world.settledProblems()).toEqual([]);
});

/** Leaves what commit 1030dcc left when every image of a set had failed: an empty directory, and its protected resource. */
async function publishEmptySet(world: World): Promise<void> {
  const record = { apiVersion: recordsApi, ...set, kind: "ImageSet", expect: { required: [], bestEffort: [] } };
  await mkdir(world.path(first), { recursive: true });
  await writeFile(world.path(first, "set.json"), writeRecord(setSchema, setSchema.parse({ ...record, images: [] })));
  await writeFile(world.path(first, "SHA512SUMS"), "");
  await editState(world, (resources) => {
    const provider = resourceOf(resources, "pulumi:providers:debian::debian");
    const publication = resourceOf(resources, "debian:cloud:Publication::trixie-daily");
    const inputs = { ...set, images: [], contents: "" };
    resources.push({
      urn: `${publication.urn.replace(/::trixie-daily$/, "")}$debian:mirror:Version::${name}`,
      type: "debian:mirror:Version",
      custom: true,
      id: name,
      inputs,
      outputs: { ...inputs, digest: "" },
      parent: publication.urn,
      provider: `${provider.urn}::${provider.id ?? ""}`,
      protect: true,
    });
  });
}
