import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { debianProperties } from "../../targets/openstack/model/properties.ts";
import { createImage, deleteImage, patchImage } from "../../clients/openstack/services/glance.ts";
import { glanceCalls, GlanceProxy } from "../peers/glance-proxy.ts";
import { nobody } from "./publication/projects.ts";
import { CloudStory, members } from "./publication/story.ts";
import { expectExit, textOf } from "../engine/command/said.ts";

/** A publication on the engine, in a tree and two projects of a real Glance, and what a third project finds there. */

const v1 = "20260701-2526";
const v2 = "20260702-2527";
const generic = (version: string) => `debian-13-generic-amd64-daily-${version}`;
const genericcloud = (version: string) => `debian-13-genericcloud-amd64-daily-${version}`;

let story: CloudStory;
beforeEach(async () => {
  story = await CloudStory.begin();
  vi.stubEnv("OS_CLIENT_CONFIG_FILE", story.projects.file);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await story.end();
});

/** Runs `up`, and expects an exit code. Returns all that the run said. */
const ends = async (code: 0 | 1 | 3): Promise<string> => {
  const said = await story.world.up();
  expectExit(said, code);
  return textOf(said);
};

test("a daily's days in the clouds: shown, superseded, repaired, hidden, withdrawn, gone, and nobody finds what the index does not say", async () => {
  const { world } = story;
  await world.arrive(v1, members);
  await ends(0);
  for (const cloud of ["daily", "partner"]) {
    const seen = await story.seenAt(cloud);
    expect([...seen.keys()].toSorted(), cloud).toEqual([generic(v1), genericcloud(v1)].toSorted());
    expect((await story.heldAt(cloud)).size).toBe(2);
    const recorded = (await story.index()).sets[0]?.images.find(({ name }) => name === generic(v1));
    const image = seen.get(generic(v1));
    expect(recorded?.targets[`openstack-${cloud}`]).toMatchObject({ phase: "current", refs: [image?.id] });
    expect(image?.os_hash_value).toBe(recorded?.files.find(({ name }) => name.endsWith(".qcow2"))?.sha512);
  }

  await somebodyChanges(generic(v1), genericcloud(v1));
  world.day("2026-07-02");
  await world.arrive(v2, members);
  await ends(0);
  const superseded = await story.seenAt("daily");
  for (const name of [generic(v1), genericcloud(v1)])
    expect(superseded.get(name)?.properties[debianProperties.replacement], name).toBe(v2);
  expect((await story.index()).sets[1]?.images.find(({ name }) => name === genericcloud(v1))?.targets).toMatchObject({
    "openstack-daily": { phase: "superseded", refs: [superseded.get(genericcloud(v1))?.id] },
  });
  expect((await story.seenAt("partner")).has(generic(v2))).toBe(true);

  world.day("2026-07-03");
  world.configure({ withdraw: { [`${v2}/genericcloud/amd64`]: "it does not boot" } });
  story.publishTo({ daily: { firmware: "bios" } });
  await ends(0);
  const seen = await story.seenAt("daily");
  expect([...seen.keys()].toSorted()).toEqual([generic(v2), genericcloud(v1)].toSorted());
  const held = await story.heldAt("daily");
  expect(held.get(generic(v1))).toMatchObject({ visibility: "community", os_hidden: true });
  expect(held.get(genericcloud(v2))).toMatchObject({ visibility: "private", os_hidden: true });
  expect(held.get(genericcloud(v1))?.id).toBe(superseded.get(genericcloud(v1))?.id);
  for (const { properties } of held.values()) {
    expect(properties.hw_firmware_type).toBe("bios");
    expect(properties).not.toHaveProperty("os_secure_boot");
  }

  world.day("2026-07-05");
  await ends(0);
  expect([...(await story.heldAt("partner")).keys()].toSorted()).toEqual(
    [generic(v2), genericcloud(v1), genericcloud(v2)].toSorted(),
  );
  const { removed, sets } = await story.index();
  expect(removed.map(({ image, target }) => `${image} ${target}`).toSorted()).toEqual(
    ["daily", "partner"].map((cloud) => `${generic(v1)} openstack-${cloud}`),
  );
  const left = sets.at(-1)?.images.find(({ name }) => name === generic(v1));
  expect([left?.targets["mirror"]?.phase, left?.targets["openstack-daily"]?.phase]).toEqual(["hidden", "gone"]);
  expect((await world.upWatched()).deeds).toEqual([]);
});

/** Makes one image private, and deletes another, as somebody might by hand. */
async function somebodyChanges(hidden: string, deleted: string): Promise<void> {
  const connection = await story.projects.connection("daily");
  const images = await story.heldAt("daily");
  await patchImage(connection, images.get(hidden)?.id ?? "", [
    { op: "replace", path: "/visibility", value: "private" },
  ]);
  const other = images.get(deleted)?.id ?? "";
  await patchImage(connection, other, [{ op: "replace", path: "/protected", value: false }]);
  await deleteImage(connection, other);
  connection.close();
}

test("a set waits for a required cloud, and not for another one, which follows when it can, until it is retired", async () => {
  const { world, projects } = story;
  const proxy = await GlanceProxy.start(await projects.glance());
  onTestFinished(() => proxy.end());
  await world.arrive(v1, members);
  // partner's Glance answers questions, and takes no image
  proxy.trouble(glanceCalls.create, "garbage", 99);
  await projects.write({ daily: { glance: nobody }, partner: { glance: proxy.url } });
  expect(await ends(1)).toContain("openstack-daily is down");
  expect(await world.publicProblems()).toEqual([]);
  expect((await story.index()).sets[0]?.images[0]?.targets["mirror"]?.phase).toBe("made");

  await projects.write({ partner: { glance: proxy.url } });
  expect((await story.seenAt("daily")).size).toBe(0);
  const reason = /broken: cloud partner: POST image \/images/;
  expect(await ends(3)).toMatch(reason);
  expect([(await story.seenAt("daily")).size, (await story.heldAt("partner")).size]).toEqual([2, 0]);
  for (const { name, targets } of (await story.index()).sets[0]?.images ?? [])
    if (name !== "debian-13-ec2-amd64-daily-20260701-2526")
      expect(targets["openstack-partner"], name).toMatchObject({
        phase: "made",
        listed: false,
        reason: expect.stringMatching(reason) as unknown,
      });
  expect((await world.explain(generic(v1))).stdout).toMatch(/last time broken: cloud partner: POST/);
  await projects.write();
  await ends(0);
  expect((await story.seenAt("partner")).size).toBe(2);

  story.publishTo({ partner: null });
  expect(await ends(1)).toContain("name it again with retired: true");
  expect((await story.seenAt("partner")).size).toBe(2);
  world.day("2026-07-02");
  story.publishTo({ partner: { retired: true } });
  await ends(0);
  expect([(await story.seenAt("partner")).size, (await story.heldAt("partner")).size]).toEqual([0, 2]);
  world.day("2026-07-04");
  await ends(0);
  expect((await story.heldAt("partner")).size).toBe(0);
  expect((await story.seenAt("daily")).size).toBe(2);
  expect((await story.index()).removed.map(({ target }) => target)).toEqual(["openstack-partner", "openstack-partner"]);
  story.publishTo({ partner: null });
  expect(await ends(0)).not.toContain("partner");
});

test("wrong credentials, of another project or of the other channel's, are refused before anything is made", async () => {
  const { world, projects } = story;
  await world.arrive(v1, members);
  story.publishTo({ daily: { project: projects.nameOf("partner") } });
  expect(await ends(1)).toContain(`expected ${projects.nameOf("partner")}, as cloud-images:targets says`);
  story.publishTo({});

  await projects.write({ daily: { password: "wrong" } });
  await expect(world.facts()).rejects.toThrow(/cloud daily: .*401/);
  await projects.write();

  const connection = await projects.connection("daily");
  const released = "debian-13-generic-amd64-20260601-2496";
  const made = {
    id: randomUUID(),
    name: released,
    visibility: "private",
    protected: false,
    diskFormat: "qcow2",
  } as const;
  await createImage(connection, { ...made, minDisk: 3, tags: [], properties: {} });
  connection.close();
  await expect(world.facts()).rejects.toThrow(/expected a project without images of another channel than daily/);
  expect([...(await story.heldAt("daily")).keys()]).toEqual([released]);
  expect((await story.heldAt("partner")).size).toBe(0);
  expect(existsSync(world.tree)).toBe(false);
});
