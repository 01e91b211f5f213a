import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { makeStack, runOrThrow } from "../worlds/engine-stack.ts";
import { expectExit } from "./command/said.ts";
import { World } from "./world/world.ts";

const [first, second] = ["20260701-1", "20260702-2"];
const image = z.looseObject({
  name: z.string(),
  mirror: z.object({ qcow2: z.object({ url: z.string(), sha512: z.string() }) }),
});

test("another stack reads by a StackReference what starts a server of the newest public image", async () => {
  const world = await World.ofTest({ expect: { required: ["genericcloud/amd64"], bestEffort: [] } });
  world.policyPack = false;
  await world.arrive(first, ["genericcloud/amd64"]);
  expectExit(await world.up(), 0);
  const reader = await makeStack({
    program: path.join(import.meta.dirname, "../worlds/reader"),
    folder: world.folder,
    name: "reader",
    config: {
      "reader:publisher": `organization/cloud-images/${world.stack}`,
      "reader:channel": "trixie/daily",
      "reader:family": "genericcloud/amd64",
    },
  });
  const read = async (): Promise<z.output<typeof image>> => {
    await reader.run("up", ["--yes", "--skip-preview"]);
    const args = ["stack", "output", "image", "--json", "--stack", reader.name];
    return image.parse(JSON.parse(await runOrThrow("pulumi", args, { cwd: world.folder, env: reader.env })));
  };

  const current = await read();
  expect(current).toMatchObject({
    name: `debian-13-genericcloud-amd64-daily-${first}`,
    version: first,
    login: "debian",
    ids: {},
  });
  const { url, sha512 } = current.mirror.qcow2;
  const bytes = await readFile(path.join(world.tree, url));
  expect(createHash("sha512").update(bytes).digest("hex")).toBe(sha512);

  world.day("2026-07-02");
  await world.arrive(second, ["genericcloud/amd64"]);
  expectExit(await world.up(), 0);
  expect(await read()).toMatchObject({ name: `debian-13-genericcloud-amd64-daily-${second}` });
});
