import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { nameOf, type Kill } from "./kills/kill.ts";
import type { Said } from "./command/command.ts";
import { expectExit, textOf } from "./command/said.ts";
import { phasesOf } from "./outside/views.ts";
import { World } from "./world/world.ts";

const [first, second, third, fourth] = ["20260705-2530", "20260706-2531", "20260706-2532", "20260706-2533"] as const;
const [monday, tuesday] = ["2026-07-06", "2026-07-07"] as const;
const publish = (version: string, reason: string) => ({ version, reason });

/** A kill before the first image is made. */
const early: Kill = { kind: "ImageFiles", operation: "create", moment: "before", victim: "engine" };

/** Two stacks over a tree with two dailies and the release of the first. On Monday the release of the second and a third daily are approved. */
let daily: World;
let release: World;
let tree: Map<string, string>;

beforeAll(async () => {
  daily = await World.begin();
  daily.policyPack = false;
  daily.day("2026-07-05");
  await daily.arrive(first);
  expectExit(await daily.up(), 0);
  release = await daily.beside("release", { channel: "release", now: "2026-07-05" });
  release.configure({ publish: publish(first, "the first release") });
  expectExit(await release.publishRelease(), 0);

  for (const world of [daily, release]) world.day(monday);
  await daily.arrive(second);
  expectExit(await daily.up(), 0);
  release.configure({ publish: publish(second, "a kernel's fix") });
  expectExit(await release.preview(), 0);
  await daily.arrive(third);
  expectExit(await daily.preview(), 0);
  tree = await daily.fingerprint();
  await daily.save();
});
beforeEach(mondayAgain);
afterAll(() => daily.end());

async function mondayAgain(): Promise<void> {
  await daily.restore();
  for (const world of [daily, release]) world.configure({ now: monday, retention: {}, withdraw: {} });
  release.configure({ publish: publish(second, "a kernel's fix") });
}

async function expectRefused(said: Said, named: readonly string[], code: 1 | 2 = 1): Promise<void> {
  expectExit(said, code);
  for (const words of named) expect(textOf(said)).toContain(words);
}

/** Leaves the file's length as it is, so that only its bytes tell. */
async function changeOneByte(file: string): Promise<void> {
  const bytes = await readFile(file);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 2) ^ 1, bytes.length - 2);
  await writeFile(file, bytes);
}

const build = (): string => path.join(daily.artifacts, `debian-trixie-raspi-arm64-official-${third}`);

const dailyFile = (ending: string): string =>
  path.join("trixie/daily", second, `debian-13-ec2-arm64-daily-${second}${ending}`);

describe("what was approved on Monday is refused, and nothing is done,", () => {
  test.each<[string, () => World, () => Promise<void> | void, readonly string[]]>([
    ["on Tuesday", () => release, () => release.day(tuesday), [`today is "${tuesday}"`, monday]],
    ["on Tuesday, of a daily too", () => daily, () => daily.day(tuesday), [`today is "${tuesday}"`]],
    [
      "when a setting is another",
      () => release,
      () => release.configure({ retention: { failed: "8 days" } }),
      ["cloud-images:retention.failed is", "7, as approved"],
    ],
    [
      "when the reason that is written is another",
      () => release,
      () => release.configure({ publish: publish(second, "a kernel's fix.") }),
      ["cloud-images:publish.reason"],
    ],
    [
      "when a record was changed",
      () => release,
      async () => {
        const file = release.path(first, "set.json");
        await writeFile(file, (await readFile(file, "utf8")).replace("the first release", "the very first release"));
      },
      [`debian-13-ec2-amd64-${first}@mirror`],
    ],
    [
      "when the record of that daily tells otherwise of it",
      () => release,
      async () => {
        const file = daily.path(second, "set.json");
        await writeFile(file, (await readFile(file, "utf8")).replace('"passed"', '"broken"'));
      },
      [`debian-13-ec2-amd64-${second}@mirror is "none"`, "the release decision"],
    ],
    [
      "when one byte changed of what lies beside a build's archive",
      () => daily,
      () => changeOneByte(`${build()}.info`),
      [`debian-13-raspi-arm64-daily-${third}@mirror`],
    ],
    [
      "when a build is gone",
      () => daily,
      () => rm(`${build()}.dpkg-status`),
      [`debian-13-raspi-arm64-daily-${third}@mirror`],
    ],
    [
      "when one more build arrived",
      () => daily,
      () => daily.arrive(fourth, ["ec2/amd64"]),
      [`debian-13-ec2-amd64-daily-${fourth}@mirror`, "none, as approved"],
    ],
    [
      "when one more build arrived, though it is refused",
      () => daily,
      () => daily.arrive(third, ["azure/amd64"]),
      [`trixie-daily: the refusal of debian-13-azure-amd64-daily-${third}`],
    ],
  ])("%s", async (_when, stack, change, named) => {
    await change();
    const changed = await daily.fingerprint();
    await expectRefused(await stack().upApproved(), [...named, "preview again"]);
    expect(await daily.fingerprint()).toEqual(changed);
  });
});

describe("what was approved", () => {
  test("is done, and nothing else, where all is as it was", async () => {
    await writeFile(path.join(release.tree, "trixie/daily", second, "HEADER.html"), "none of the release's business");
    expectExit(await release.upApproved(), 0);
    expect(await release.settledProblems()).toEqual([]);
    expect(await phasesOf(release)).toEqual({ [first]: "superseded", [second]: "current" });
    await expectRefused(await release.upApproved(), [`debian-13-ec2-amd64-${second}@mirror`, "preview again"]);

    expectExit(await daily.upApproved(), 0);
    expect(await phasesOf(daily)).toMatchObject({ [third]: "current" });
  });

  test("is all that is done, also where a gate closed: what is left is previewed again", async () => {
    await daily.arrive(fourth, ["ec2/amd64"], { broken: "wrong digest" });
    await daily.arrive(fourth, ["ec2/arm64"]);
    await daily.preview();
    const said = await daily.upApproved();
    await expectRefused(said, ["preview again, then approve the rest"]);
    expect(await daily.publicProblems()).toEqual([]);

    await daily.preview();
    await daily.upApproved();
    expect(await daily.settledProblems()).toEqual([]);
    expect(await phasesOf(daily)).toMatchObject({ [third]: "current" });
  });

  test.each<[string, () => World, () => string]>([
    ["a build", () => daily, () => `${build()}.tar.xz`],
    ["the daily that is released", () => release, () => path.join(daily.tree, dailyFile(".tar.xz"))],
  ])("publishes no other bytes, where one changed of the archive of %s", async (_of, stack, archive) => {
    await changeOneByte(archive());
    const changed = await stack().publicProblems();
    expect((await stack().upApproved()).exitCode).not.toBe(0);
    expect(await stack().publicProblems()).toEqual(changed);
    expect(await phasesOf(stack())).not.toMatchObject({ [stack() === daily ? third : second]: "current" });
  });

  test("is a repair, too, of what only the world tells", async () => {
    await rm(daily.path("index.json"));
    expectExit(await daily.preview(["--refresh"]), 0);
    expectExit(await daily.upApproved(), 0);
    expect(await daily.settledProblems()).toEqual([]);
  });

  test("is not done by a file that somebody wrote into, nor for another stack", async () => {
    const text = await readFile(release.approval, "utf8");
    await writeFile(release.approval, text.replace(`"day": "${monday}"`, `"day": "${tuesday}"`));
    release.day(tuesday);
    await expectRefused(await release.upApproved(), ["changed since the preview wrote it"]);
    await writeFile(release.approval, text.slice(0, 1000));
    await expectRefused(await release.upApproved(), ["expected JSON"]);
    expect(await daily.fingerprint()).toEqual(tree);
  });
});

describe("a run of what was approved on Monday, killed and continued with the same file on Tuesday,", () => {
  let undisturbed: Map<string, string>;

  beforeAll(async () => {
    await mondayAgain();
    expectExit(await release.upApproved(), 0);
    undisturbed = await release.fingerprint();
  });

  const kills: Kill[] = [
    { kind: "ImageFiles", operation: "create", moment: 5, victim: "engine" },
    { kind: "Version", operation: "create", moment: "after", victim: "command" },
    { kind: "Index", operation: "update", moment: "before", victim: "command" },
  ];
  test.each(kills.map((kill) => ({ kill, where: nameOf(kill) })))(
    "comes to the same after a kill of $where; it is refused while anything else is changed",
    async ({ kill }) => {
      const { struck } = await release.upStruck(kill, ["--plan", release.approval]);
      expect(struck).toBe(true);
      release.day(tuesday);
      release.configure({ retention: { failed: "8 days" } });
      await expectRefused(await release.upApproved(), ["cloud-images:retention.failed"]);
      release.configure({ retention: {} });
      expectExit(await release.upApproved(), 0);
      expect(await release.settledProblems()).toEqual([]);
      expect(await release.fingerprint()).toEqual(undisturbed);
      await expectRefused(await release.upApproved(), [`today is "${tuesday}"`]);
    },
  );
});

test("two approvals: what one has begun, another does not end, unless its preview knew of it", async () => {
  const begun = await readFile(release.approval, "utf8");
  const andWithdraw = { withdraw: { [first]: "it does not boot" } };
  release.configure(andWithdraw);
  expectExit(await release.preview(), 0);
  const other = await readFile(release.approval, "utf8");

  release.configure({ withdraw: {} });
  await writeFile(release.approval, begun);
  await release.upStruck(early, ["--plan", release.approval]);
  release.configure(andWithdraw);
  await writeFile(release.approval, other);
  await expectRefused(await release.upApproved(), [`another approval, of ${monday}, is begun and not done`]);

  const previewed = await release.preview();
  expect(textOf(previewed)).toContain("another approval of this stack is begun and not done");
  expectExit(await release.upApproved(), 0);
  expect(await phasesOf(release)).toEqual({ [first]: "withdrawn", [second]: "current" });
});

test("a run that was killed before it had made anything is no obstacle, when nothing is to be released any more", async () => {
  await release.upStruck(early, ["--plan", release.approval]);
  release.configure({ publish: { version: "hold", reason: "not today" } });
  expectExit(await release.preview(), 0);
  expectExit(await release.upApproved(), 0);
  expect(await release.settledProblems()).toEqual([]);
});

describe("without an approval", () => {
  test("a release is refused, by the command and by the program", async () => {
    const lines = ["npm run preview -- --stack dev", "npm run up -- --stack dev --plan .dev/previews/dev/plan.json"];
    await expectRefused(await release.up(), lines, 2);
    const alone = await release.pulumiAlone("up");
    expect(alone.exitCode).not.toBe(0);
    for (const line of lines) expect(textOf(alone)).toContain(line);
    expect(await daily.fingerprint()).toEqual(tree);
  });

  test("a daily is published by pulumi up alone", async () => {
    expectExit(await daily.pulumiAlone("up"), 0);
    expect(await phasesOf(daily)).toMatchObject({ [third]: "current" });
  });
});
