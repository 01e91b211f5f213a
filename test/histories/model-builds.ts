import type { Day } from "../../images/model/day.ts";
import { imageName, type Image } from "../../images/model/image.ts";
import type { Candidate } from "../../images/plan/facts.ts";
import type { Attempt, ImageRecord } from "../../images/tree/record.ts";
import type { DayEvent, Outcome } from "./events.ts";

const mostAttempts = 3;

/** The builds of a world in memory, and how the tests of each image end. */
export class ModelBuilds {
  readonly #candidates = new Map<string, Candidate>();
  /** By image: the outcomes of its attempts, one after the other. */
  readonly #outcomes = new Map<string, readonly Outcome[]>();
  /** By image: how often it was tested. */
  readonly #tries = new Map<string, number>();

  get candidates(): Candidate[] {
    return [...this.#candidates.values()];
  }

  arrive(image: Image, { bytes, packages, outcomes }: Extract<DayEvent, { kind: "arrives" }>): void {
    const name = imageName(image);
    this.#candidates.set(name, {
      image,
      digest: `${name}#${bytes}`,
      packages: `packages ${packages}`,
      notInStable: null,
      source: `artifacts/${name}`,
    });
    if (bytes === 1) this.#outcomes.set(name, outcomes);
  }

  vanish(): void {
    this.#candidates.clear();
  }

  /** Tests an image that is not decided, at most once a day. Faults of the infrastructure decide nothing. */
  attempt(record: ImageRecord, day: Day): Attempt["outcome"] | undefined {
    const decided = record.attempts.filter(({ outcome }) => outcome !== "broken");
    const last = decided.at(-1);
    if (last?.outcome === "passed" || last?.final === true || (last !== undefined && last.day >= day)) return undefined;
    if (decided.length >= mostAttempts) return undefined;

    const tries = this.#tries.get(record.name) ?? 0;
    this.#tries.set(record.name, tries + 1);
    const outcome = this.#outcomes.get(record.name)?.[tries] ?? "passed";
    const isFinal = outcome === "failed for good";
    const attempt: Attempt = {
      day,
      outcome: isFinal ? "failed" : outcome,
      final: isFinal,
      findings: outcome === "passed" ? [] : ["it did not boot"],
    };
    record.attempts = [...record.attempts, attempt];
    return attempt.outcome;
  }
}
