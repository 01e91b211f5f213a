import { expect, test } from "vitest";
import type { Member } from "../../images/model/image.ts";
import type { BrokenKind } from "../samples/broken-builds/broken-builds.ts";
import { runProgram } from "../engine/command/command.ts";
import { look, mirrorOf } from "../engine/outside/outsider.ts";
import { first, second } from "../engine/world/published.ts";
import { expectExit, textOf } from "../engine/command/said.ts";
import { setsOf } from "../engine/outside/views.ts";
import { World } from "../engine/world/world.ts";

interface Bad {
  member: Member;
  kind: BrokenKind;
  /** What the run must say of it. */
  told: RegExp;
}

const refused = (name: string, why: string): RegExp => new RegExp(`^refused: .*/${name}.*${why}`, "m");
const failed = (member: string, why: string): RegExp => new RegExp(`^failed .*${member} +failed on .*${why}`, "m");

// in both sets the required images are whole, and each best-effort image is bad in another way

const onFirstDay: Bad[] = [
  { member: "azure/amd64", kind: "bad manifest", told: refused("debian-trixie-azure-amd64", "data.packages") },
  { member: "azure/arm64", kind: "name against content", told: refused("debian-trixie-azure-arm64", "expected arm64") },
  { member: "raspi/arm64", kind: "two members", told: failed("raspi/arm64", "a second member") },
  { member: "generic/amd64", kind: "symlink member", told: refused("debian-trixie-generic-amd64", "a symbolic link") },
  { member: "generic/arm64", kind: "other member", told: refused("debian-trixie-generic-arm64", "other.raw") },
  { member: "generic/ppc64el", kind: "wrong size", told: refused("debian-trixie-generic-ppc64el", "3 GiB") },
  { member: "generic/riscv64", kind: "huge ratio", told: refused("debian-trixie-generic-riscv64", "100 times") },
  { member: "genericcloud/amd64", kind: "bad sparse map", told: refused("debian-trixie-genericcloud-amd64", "region") },
  { member: "genericcloud/arm64", kind: "truncated xz", told: refused("debian-trixie-genericcloud-arm64", "cut off") },
  { member: "nocloud/amd64", kind: "not xz", told: refused("debian-trixie-nocloud-amd64", "no xz file") },
  { member: "nocloud/arm64", kind: "wrong digest", told: failed("nocloud/arm64", "digest") },
  { member: "nocloud/ppc64el", kind: "broken partition table", told: failed("nocloud/ppc64el", "checksum") },
  { member: "nocloud/riscv64", kind: "no partition table", told: failed("nocloud/riscv64", "no partition table") },
];

const onSecondDay: Bad[] = [
  {
    member: "azure/amd64",
    kind: "unknown suite",
    told: refused("debian-woody-azure-amd64", "expected one of the suites"),
  },
  { member: "azure/arm64", kind: "JUnit failure", told: refused("debian-trixie-azure-arm64", "no kernel") },
  { member: "raspi/arm64", kind: "JUnit with entities", told: refused("debian-trixie-raspi-arm64", "document type") },
  { member: "generic/amd64", kind: "dev build", told: refused("debian-trixie-generic-amd64-dev-manual", "official") },
  { member: "generic/arm64", kind: "symlinked artifact", told: refused("debian-trixie-generic-arm64", "regular file") },
  {
    member: "generic/ppc64el",
    kind: "two builds of one image",
    told: refused("first/debian-trixie-generic", "keep one"),
  },
  { member: "generic/riscv64", kind: "manifest is no JSON", told: refused("debian-trixie-generic-riscv64", "JSON") },
  {
    member: "genericcloud/amd64",
    kind: "archive missing",
    told: refused("debian-trixie-genericcloud-amd64", "tar.xz"),
  },
  {
    member: "genericcloud/arm64",
    kind: "manifest missing",
    told: refused("debian-trixie-genericcloud-arm64", "build.json"),
  },
  { member: "nocloud/ppc64el", kind: "JUnit missing", told: refused("debian-trixie-nocloud-ppc64el", "offline tests") },
];

test("every kind of bad build is refused by name, and the good ones are published", async () => {
  const world = await World.ofTest({ expect: { required: ["ec2/*"], bestEffort: ["*/*"] } }, "small");
  await world.arrive(first, ["ec2/amd64", "ec2/arm64"]);
  for (const { member, kind } of onFirstDay) await world.arrive(first, [member], { broken: kind });
  await expectTold(world, onFirstDay, 3);
  expect(await publicImages(world, first)).toEqual(["ec2-amd64", "ec2-arm64"]);

  await world.removeArtifacts();
  world.day("2026-07-02");
  await world.arrive(second, ["ec2/amd64", "ec2/arm64"]);
  await world.arrive(second, ["nocloud/amd64"], { broken: "disguised as qcow2" });
  await world.arrive(first, ["ec2/amd64"], { broken: "other bytes for a known version" });
  for (const { member, kind } of onSecondDay) await world.arrive(second, [member], { broken: kind });
  const otherBytes = /^refused: debian-13-ec2-amd64-daily-20260701-2526 .*never changes its bytes/m;
  await expectTold(world, [...onSecondDay, { told: otherBytes }], 1);
  expect(await publicImages(world, second)).toEqual(["ec2-amd64", "ec2-arm64", "nocloud-amd64"]);
  const qcow2 = world.path(second, `debian-13-nocloud-amd64-daily-${second}.qcow2`);
  const { stdout } = await runProgram("qemu-img", ["info", qcow2], process.env);
  expect(stdout).toContain("virtual size: 256 MiB");
  expect(stdout).not.toContain("backing file");
});

test("a bad build of a required image stops its set, which was to be published", async () => {
  const world = await World.ofTest({}, "small");
  await world.arrive(first, ["ec2/amd64"]);
  await world.arrive(first, ["ec2/arm64"], { broken: "wrong digest" });
  expectExit(await world.up(), 1);
  expect(await publicImages(world, first)).toEqual([]);
  expect(await world.publicProblems()).toEqual([]);
});

const nothingRequired = { expect: { required: [], bestEffort: ["*/*"] } };

test("where every build of a set is bad, nothing is public, and the next good one is published", async () => {
  const world = await World.ofTest(nothingRequired, "small");
  await world.arrive(first, ["ec2/amd64", "ec2/arm64"], { broken: "wrong digest" });
  const said = await world.up();
  expectExit(said, 3);
  expect(textOf(said)).toContain("ec2/amd64");
  expect(await setsOf(world)).toEqual([]);
  expect(await world.settledProblems()).toEqual([]);

  world.day("2026-07-02");
  await world.arrive(second, ["ec2/amd64"]);
  expectExit(await world.up(), 0);
  expect(await setsOf(world)).toEqual([second]);
  await world.removeArtifacts();
  world.day("2026-07-10");
  expectExit(await world.up(), 0);
  expect(await setsOf(world)).toEqual([second]);
  expect(await world.settledProblems()).toEqual([]);
});

async function expectTold(world: World, bad: readonly Pick<Bad, "told">[], exitCode: 1 | 3): Promise<void> {
  const said = await world.up();
  for (const { told } of bad) expect(textOf(said)).toMatch(told);
  expectExit(said, exitCode);
  expect(await world.settledProblems()).toEqual([]);
}

/** The listed images of a set, as `ec2-amd64`. */
async function publicImages(world: World, version: string): Promise<string[]> {
  const { channels } = await look(world.tree);
  const images = channels.flatMap(({ sets }) => sets.get(version)?.record.images ?? []);
  return images.filter((image) => mirrorOf(image).listed).map(({ vendor, arch }) => `${vendor}-${arch}`);
}
