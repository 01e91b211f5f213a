import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { observeClouds } from "../../stacks/publication/facts/clouds.ts";
import { previewEnvironment, updateEnvironment } from "./run.ts";

test("a preview gets what the command saw in the clouds; an update, which deletes and shows, asks them itself", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "run-"));
  try {
    await observeClouds([], "daily", [], []);
    const session = { env: { PATH: "/bin" } };
    const seen = { CLOUD_IMAGES_CLOUD_FACTS: path.join(folder, "cloud-facts") };
    expect(await previewEnvironment(session, folder)).toMatchObject({ ...session.env, ...seen });
    const update = await updateEnvironment(session, folder);
    expect(update).toMatchObject(session.env);
    expect(Object.keys(update)).not.toContain("CLOUD_IMAGES_CLOUD_FACTS");
  } finally {
    await rm(folder, { recursive: true });
  }
});
