import { createHash } from "node:crypto";
import type { Combination } from "../matrix/matrix.ts";
import { testImageName, testName } from "./lease.ts";
import type { VmRecord } from "./record.ts";

/** A disk image as a cloud is given it. */
export interface TestFile {
  /** A path or a web address. */
  place: string;
  /** Changes whenever the file does. */
  identity: string;
  /** The path of its manifest; null where there is none to be held against. */
  manifest: string | null;
}

/** One VM that is to be there now. */
export interface TestVmPlan {
  key: string;
  attempt: number;
  /** Of its resources. */
  name: string;
  combination: Combination;
  file: TestFile;
  /** Of the image that it starts from, which VMs of the same cloud, file and hardware share. */
  imageName: string;
}

export interface TestPlan {
  vms: TestVmPlan[];
  /** The known verdicts of the wanted VMs. */
  done: VmRecord[];
  /** Keys of VMs that the cloud broke as often as is tried. */
  givenUp: string[];
}

export interface TestFacts {
  wanted: readonly { combination: Combination; file: TestFile; definition: string }[];
  records: readonly VmRecord[];
  /** Names of VMs that are in a cloud, past their time. */
  expired: ReadonlySet<string>;
  /** How often a VM is tried that the cloud broke. */
  attempts: number;
}

/**
 * Which VMs are to be there: each that is wanted, until it has a verdict. What has one is not in the plan any more, and so
 * goes; so does what is past its time, to be made anew by the next run.
 */
export function planTests({ wanted, records, expired, attempts }: TestFacts): TestPlan {
  const plan: TestPlan = { vms: [], done: [], givenUp: [] };
  for (const { combination, file, definition } of wanted) {
    const key = digestOf({ combination: sorted(combination), file: file.identity, definition });
    const tried = records.filter((record) => record.key === key);
    const decided = tried.find(({ verdict }) => verdict !== "broken");
    const attempt = 1 + Math.max(0, ...tried.map((record) => record.attempt));
    const name = testName(key, attempt);
    if (decided !== undefined) plan.done.push(decided);
    else if (attempt > attempts) plan.givenUp.push(key);
    else if (!expired.has(name))
      plan.vms.push({ key, attempt, name, combination, file, imageName: imageNameOf(combination, file) });
  }
  return plan;
}

/** The dimension by which a VM that runs Tempest is told from one that tests its image. */
export const tempestDimension = { name: "test", value: "tempest" } as const;

export const isTempest = (combination: Combination): boolean =>
  combination[tempestDimension.name] === tempestDimension.value;

/** What the image's own properties decide. */
const imageDimensions = ["cloud", "image", "arch", "firmware", "diskBus"] as const;

function imageNameOf(combination: Combination, { identity }: TestFile): string {
  const hardware = imageDimensions.map((dimension) => combination[dimension]);
  return testImageName(digestOf({ hardware, file: identity }));
}

const sorted = (combination: Combination): [string, string][] =>
  Object.entries(combination).toSorted(([a], [b]) => (a < b ? -1 : 1));

const digestOf = (content: object): string =>
  createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 10);
