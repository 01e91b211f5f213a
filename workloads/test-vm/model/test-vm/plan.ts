import { createHash } from "node:crypto";
import type { Combination } from "../matrix/matrix.ts";
import { testImageName, testName } from "./lease.ts";
import type { VmRecord } from "./record.ts";

/** A disk image for a cloud. */
export interface TestFile {
  /** A path or a web address. */
  place: string;
  /** Changes whenever the file does. */
  identity: string;
  /** The path of its manifest; null if there is none to compare with. */
  manifest: string | null;
}

/** One VM that must exist now. */
export interface TestVmPlan {
  key: string;
  attempt: number;
  /** The name of its resources. */
  name: string;
  combination: Combination;
  file: TestFile;
  /** The name of the image that it starts from. VMs of the same cloud, file and hardware share it. */
  imageName: string;
}

export interface TestPlan {
  vms: TestVmPlan[];
  /** The known verdicts of the wanted VMs. */
  done: VmRecord[];
  /** Keys of VMs that the cloud broke in every attempt. */
  givenUp: string[];
}

export interface TestFacts {
  wanted: readonly { combination: Combination; file: TestFile; definition: string }[];
  records: readonly VmRecord[];
  /** Names of expired VMs, and of their images, that are still in a cloud. */
  expired: ReadonlySet<string>;
  /** The largest number of attempts of a VM that the cloud breaks. */
  attempts: number;
}

/**
 * The VMs that must exist: each wanted one, until it has a verdict. A VM with a verdict is not in the plan, and so is deleted. An
 * expired one is deleted too, and one whose image has expired: the sweep takes the image away. The next run makes both again.
 */
export function planTests({ wanted, records, expired, attempts }: TestFacts): TestPlan {
  const plan: TestPlan = { vms: [], done: [], givenUp: [] };
  for (const { combination, file, definition } of wanted) {
    const key = digestOf({ combination: sorted(combination), file: file.identity, definition });
    const tried = records.filter((record) => record.key === key);
    const decided = tried.find(({ verdict }) => verdict !== "broken");
    const attempt = 1 + Math.max(0, ...tried.map((record) => record.attempt));
    const name = testName(key, attempt);
    const imageName = imageNameOf(combination, file);
    if (decided !== undefined) plan.done.push(decided);
    else if (attempt > attempts) plan.givenUp.push(key);
    else if (!expired.has(name) && !expired.has(imageName))
      plan.vms.push({ key, attempt, name, combination, file, imageName });
  }
  return plan;
}

/** The dimension that distinguishes a VM which runs Tempest from one that tests its image. */
export const tempestDimension = { name: "test", value: "tempest" } as const;

export const isTempest = (combination: Combination): boolean =>
  combination[tempestDimension.name] === tempestDimension.value;

/** The dimensions that decide the properties of the image in the cloud. */
const imageDimensions = ["cloud", "image", "arch", "firmware", "diskBus"] as const;

function imageNameOf(combination: Combination, { identity }: TestFile): string {
  const hardware = imageDimensions.map((dimension) => combination[dimension]);
  return testImageName(digestOf({ hardware, file: identity }));
}

const sorted = (combination: Combination): [string, string][] =>
  Object.entries(combination).toSorted(([a], [b]) => (a < b ? -1 : 1));

const digestOf = (content: object): string =>
  createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 10);
