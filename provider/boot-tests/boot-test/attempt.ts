import { join } from "node:path";
import { bootsDone, isBoot } from "../../../images/tree/attempts.ts";
import { parseWhere, type BootHost } from "../../../images/boot-tests/boot-host.ts";
import { definitionDigest } from "../../../images/boot-tests/definition.ts";
import { evidenceRoot, type VerdictFile } from "../../../images/boot-tests/evidence.ts";
import { findingsOf } from "../../../images/boot-tests/verdict.ts";
import { parseDay, type Day } from "../../../images/model/day.ts";
import { UserError } from "../../../images/model/errors.ts";
import type { Image } from "../../../images/model/image.ts";
import { clipped, printable } from "../../../images/model/text/printable.ts";
import { recordsApi, type Attempt, type StagedRecord } from "../../../images/tree/record.ts";
import type { BootTestInputs } from "../../../images/boot-tests/test-resources.ts";
import { writeStaged } from "../../../storage/tree/records.ts";
import type { Operation } from "../../../provider-sdk/kind.ts";
import { directoriesOf } from "../../../storage/tree/find-image.ts";
import { bootAll, type Booted, type MachineOn } from "./boots.ts";
import { writeEvidence } from "./evidence.ts";

/** The number of an image's attempts, those that the infrastructure broke too: the name of its next evidence. */
const attemptsMade = (attempts: readonly Attempt[]): number =>
  Math.max(0, ...attempts.flatMap(({ boot }) => (boot === undefined ? [] : Number(boot.evidence.split("/").at(-1)))));

/**
 * Boots an image and writes what came of it: the evidence beside its files, then the attempt into its staged record, which
 * makes it count. Throws only when the run is cancelled; a kill before the record leaves an attempt that is made again.
 */
export async function tryOnce(
  { places, signal, report }: Operation,
  { staged, image, news }: { staged: StagedRecord; image: Image; news: BootTestInputs },
  machineOn: MachineOn,
): Promise<StagedRecord> {
  const { firmware, seconds } = news;
  const files = directoriesOf(places, image).staging;
  const begun = performance.now();
  const described = { ...image, ownVendor: staged.image.ownVendor };
  const task = { image: described, files, hosts: hostsOf(news), firmware, seconds, signal, report };
  const came = await outcomeOf(signal, bootAll(task, machineOn));
  const number = attemptsMade(staged.image.attempts) + 1;
  const verdict: VerdictFile = {
    apiVersion: recordsApi,
    kind: "BootTest",
    image: news.image,
    attempt: number,
    day: dayOf(news),
    where: news.where,
    definition: definitionDigest(described, { firmware, seconds }),
    outcome: came.outcome,
    seconds: Math.round((performance.now() - begun) / 100) / 10,
    findings: came.findings,
    boots: came.booted.map(({ result }) => result),
  };
  const evidence = `${evidenceRoot(news.image)}/${number}`;
  await writeEvidence(
    join(files, evidence),
    verdict,
    came.booted.map(({ traces }) => traces),
  );
  const record = withAttempt(staged, attemptOf(verdict, evidence));
  await writeStaged(places, record);
  return record;
}

interface Came {
  outcome: Attempt["outcome"];
  findings: string[];
  booted: Booted[];
}

/** A guest's fault counts, even if a later machine could not be had. */
async function outcomeOf(signal: AbortSignal, boots: AsyncIterable<Booted>): Promise<Came> {
  const booted: Booted[] = [];
  const broke: string[] = [];
  try {
    for await (const boot of boots) booted.push(boot);
  } catch (error) {
    if (signal.aborted) throw error;
    broke.push(clipped(printable(error instanceof Error ? error.message : String(error)), 1000));
  }
  const findings = findingsOf(booted.map(({ result }) => result));
  if (findings.length > 0) return { outcome: "failed", findings, booted };
  return { outcome: broke.length === 0 ? "passed" : "broken", findings: broke, booted };
}

const attemptOf = ({ day, outcome, findings, where, definition, seconds }: VerdictFile, evidence: string): Attempt => ({
  day,
  outcome,
  final: false,
  findings,
  boot: { where, definition, evidence, seconds },
});

/** Keeps only the last attempt that the infrastructure broke, because there may be any number of them. */
function withAttempt(staged: StagedRecord, attempt: Attempt): StagedRecord {
  const kept = staged.image.attempts.filter((each) => !isBoot(each) || each.outcome !== "broken");
  return { ...staged, image: { ...staged.image, attempts: [...kept, attempt] } };
}

function hostsOf({ where }: BootTestInputs): readonly BootHost[] {
  const parsed = parseWhere(where);
  if (parsed !== undefined && "hosts" in parsed) return parsed.hosts;
  throw new UserError({ where: "tests.where", value: where, expected: "qemu or nova:<cloud>", remedy: "correct it" });
}

function dayOf({ day }: BootTestInputs): Day {
  const parsed = parseDay(day);
  if (parsed !== undefined) return parsed;
  throw new UserError({ where: "day", value: day, expected: "a day YYYY-MM-DD", remedy: "correct it" });
}

/** Whether the record has as many ended boots as are asked for. */
export const isTried = (staged: StagedRecord, { attempt }: BootTestInputs): boolean =>
  bootsDone(staged.image) >= attempt;
