import { existsSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { debianProperties } from "../../images/glance-properties.ts";
import { deleteImage, patchImage } from "../../openstack/glance.ts";
import { CloudStory, members } from "./publication/story.ts";

/** The engine, with a tree and two projects of a real Glance, and what a third project finds there. */

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

const ends = async (code: number): Promise<string> => {
  const { exitCode, stdout, stderr } = await story.world.up();
  expect(exitCode, stdout + stderr).toBe(code);
  return stdout + stderr;
};

test("a daily's days in the clouds: shown, superseded, hidden, withdrawn, gone, and nobody finds what the index does not say", async () => {
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
  expect((await world.upWatched()).deeds).toEqual([]);

  world.day("2026-07-02");
  await world.arrive(v2, members);
  await ends(0);
  const superseded = (await story.seenAt("daily")).get(generic(v1));
  expect(superseded?.properties[debianProperties.replacement]).toBe(v2);
  expect((await story.seenAt("partner")).has(generic(v2))).toBe(true);

  world.day("2026-07-03");
  world.configure({ withdraw: { [`${v2}/genericcloud/amd64`]: "it does not boot" } });
  await ends(0);
  expect([...(await story.seenAt("daily")).keys()].toSorted()).toEqual([generic(v2), genericcloud(v1)].toSorted());
  const held = await story.heldAt("daily");
  expect(held.get(generic(v1))).toMatchObject({ visibility: "community", os_hidden: true });
  expect(held.get(genericcloud(v2))).toMatchObject({ visibility: "private", os_hidden: true });

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
});

test("what somebody changed is put right by the next run", async () => {
  await story.world.arrive(v1, members);
  await ends(0);
  const connection = await story.projects.connection("daily");
  const { id = "" } = (await story.heldAt("daily")).get(generic(v1)) ?? {};
  await patchImage(connection, id, [{ op: "replace", path: "/visibility", value: "private" }]);
  const other = (await story.heldAt("daily")).get(genericcloud(v1))?.id ?? "";
  await patchImage(connection, other, [{ op: "replace", path: "/protected", value: false }]);
  await deleteImage(connection, other);
  connection.close();
  await ends(0);
  const seen = await story.seenAt("daily");
  expect([...seen.keys()].toSorted()).toEqual([generic(v1), genericcloud(v1)].toSorted());
  expect((await story.index()).sets[0]?.images.find(({ name }) => name === genericcloud(v1))?.targets).toMatchObject({
    "openstack-daily": { phase: "current", refs: [seen.get(genericcloud(v1))?.id] },
  });
  expect((await story.world.upWatched()).deeds).toEqual([]);
});

test("a set waits for a required cloud, and not for another one, which follows when it answers again", async () => {
  const { world, projects } = story;
  await world.arrive(v1, members);
  await projects.write(["daily"]);
  expect(await ends(1)).toContain("openstack-daily is down");
  expect(await world.publicProblems()).toEqual([]);
  expect((await story.index()).sets[0]?.images[0]?.targets["mirror"]?.phase).toBe("made");
  await projects.write(["partner"]);
  expect((await story.seenAt("daily")).size).toBe(0);
  await ends(3);
  expect((await story.seenAt("daily")).size).toBe(2);
  await projects.write();
  expect((await story.seenAt("partner")).size).toBe(0);
  await ends(0);
  expect((await story.seenAt("partner")).size).toBe(2);
});

test("credentials of another project, or of the other channel's, are refused before anything is made", async () => {
  const { world, projects } = story;
  await world.arrive(v1, members);
  story.publishTo({ project: projects.nameOf("partner") });
  expect(await ends(1)).toContain(`expected ${projects.nameOf("partner")}, as cloud-images:targets says`);
  for (const cloud of ["daily", "partner"]) expect((await story.heldAt(cloud)).size).toBe(0);
  expect(existsSync(world.tree)).toBe(false);
});
