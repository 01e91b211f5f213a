import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { definitionDigest } from "../../images/boot-tests/definition.ts";
import { describeProblem, UserError } from "../../images/model/errors.ts";
import { choose, type Choice } from "./model/matrix/choose.ts";
import type { Combination } from "./model/matrix/matrix.ts";
import { testMatrix } from "./model/matrix/test-matrix.ts";
import { testArches } from "./model/matrix/weights.ts";
import { parseLease } from "./model/test-vm/lease.ts";
import { planTests, type TestFacts, type TestPlan } from "./model/test-vm/plan.ts";
import type { VmRecord } from "./model/test-vm/record.ts";
import type { Leftover } from "./model/test-vm/resources.ts";
import { connect } from "../../clients/openstack/connection.ts";
import { expired, leasedThings } from "./leftovers.ts";
import { networks } from "../../clients/openstack/services/neutron.ts";
import { readBootTests, readVmRecords } from "./test-results.ts";
import { archesOf, type TempestConfig, type TestingSettings } from "./config.ts";
import { instant } from "../../storage/clock.ts";
import { readTempest, wantedTempest, type TempestFacts } from "./tempest-facts.ts";
import { testFile } from "./files.ts";

/** Everything that the stack `testing` reads, once per command. */
export interface TestWorld {
  now: Date;
  choice: Choice;
  plan: TestPlan;
  /** All records in the folder of results. */
  records: readonly VmRecord[];
  /** A digest of everything on the page of results. */
  resultsDigest: string;
  /** By cloud, its facts; without the clouds that did not answer. */
  clouds: ReadonlyMap<string, TestCloudFacts>;
  /** About clouds that did not answer. The others are tested. */
  warnings: string[];
}

interface TestCloudFacts {
  /** Neutron's ids by names. */
  networks: ReadonlyMap<string, string>;
  /** Expired leftovers of any run. */
  leftovers: readonly Leftover[];
  /** Null if Tempest does not run. */
  tempest: TempestFacts | null;
}

export async function readTesting(settings: TestingSettings): Promise<TestWorld> {
  const now = instant(settings.now);
  const clouds = new Map<string, TestCloudFacts>();
  const warnings: string[] = [];
  for (const { cloud, tempest } of settings.clouds) {
    try {
      clouds.set(cloud, await readCloudFacts(cloud, tempest, now));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      warnings.push(...error.problems.map(describeProblem));
    }
  }
  const choice = choose(matrixOf(settings), settings.vms);
  const reachable = choice.vms.filter(({ cloud = "" }) => clouds.has(cloud));
  const tempests = settings.clouds.flatMap((cloud) =>
    cloud.tempest !== null && clouds.has(cloud.cloud) ? [wantedTempest(settings, cloud, cloud.tempest)] : [],
  );
  const records = await readVmRecords(resolve(settings.results));
  const plan = planTests({
    wanted: await Promise.all([...tempests, ...reachable.map((combination) => wantedOf(settings, combination))]),
    records,
    expired: namesOf([...clouds.values()].flatMap(({ leftovers }) => leftovers)),
    attempts: settings.attempts,
  });
  return { now, choice, plan, records, resultsDigest: await digestOf(settings, records), clouds, warnings };
}

async function digestOf({ tree }: TestingSettings, records: readonly VmRecord[]): Promise<string> {
  const boots = tree === null ? [] : [...(await readBootTests(resolve(tree)))];
  return createHash("sha256").update(JSON.stringify({ records, boots })).digest("hex");
}

const matrixOf = ({ clouds, images, firmware, diskBus, weights }: TestingSettings) =>
  testMatrix({
    clouds,
    images: Object.entries(images).map(([name, image]) => ({ name, vendor: image.vendor, arches: archesOf(image) })),
    firmware,
    diskBus,
    weights,
  });

async function wantedOf(
  { images, patience }: TestingSettings,
  combination: Combination,
): Promise<TestFacts["wanted"][number]> {
  const { image: name = "" } = combination;
  const image = images[name];
  const arch = testArches.find((each) => each === combination["arch"]);
  if (image === undefined || arch === undefined)
    throw new RangeError(`${name}/${combination["arch"]}: no image of the configuration`);
  const definition = definitionDigest(image, { firmware: [], seconds: secondsOf(patience) });
  return { combination, file: await testFile(name, image, arch), definition };
}

export const secondsOf = (minutes: number): number => Math.round(minutes * 60);

/** Limits of reading facts, in milliseconds: a slower cloud counts as down. */
const limits = { answer: 30_000, tries: 3 };

async function readCloudFacts(cloud: string, tempest: TempestConfig | null, now: Date): Promise<TestCloudFacts> {
  const connection = await connect(cloud, { limits });
  try {
    const found = await networks(connection);
    return {
      networks: new Map(found.map(({ name, id }) => [name, id])),
      leftovers: expired(await leasedThings(connection), now),
      tempest: tempest === null ? null : await readTempest(connection, cloud, tempest),
    };
  } finally {
    connection.close();
  }
}

const namesOf = (leftovers: readonly Leftover[]): Set<string> =>
  new Set(leftovers.flatMap(({ name }) => parseLease(name)?.name ?? []));
