import { sha256, type Approval } from "./approval.ts";
import type { Plan } from "../plan/types.ts";

interface Planned {
  /** `trixie-release` */
  name: string;
  plan: Plan;
}

/**
 * The decisions of plans, by subject: one line for each image at each target, and for each other decision, so that a difference of two
 * plans can be named. A line ends with a digest of everything behind it: records, builds, dates, reasons.
 */
export const planLines = (planned: readonly Planned[]): Approval["plan"] =>
  Object.fromEntries(planned.flatMap(({ name, plan }) => [...imageLines(plan), ...otherLines(name, plan)]));

type Line = readonly [subject: string, text: string];

const imageLines = ({ sets }: Plan): Line[] =>
  sets.flatMap(({ images, ...set }) =>
    images.flatMap(({ targets, ...image }) =>
      [...targets].map(([target, state]): Line => [
        `${image.name}@${target}`,
        line(`${state.phase}, ${state.reason}`, { set, image, state }),
      ]),
    ),
  );

const otherLines = (name: string, { pointers, deletions, decision, refusals }: Plan): Line[] => [
  ...[...pointers].map(([target, families]): Line => [`${name}: the pointers of ${target}`, line("set", families)]),
  ...deletions.map((each): Line => [`the deletion of ${each.image}@${each.target}`, line(each.reason, each)]),
  [
    `${name}: the release decision`,
    line(decision === null ? "none" : `${decision.verdict}, ${decision.rule}`, decision),
  ],
  ...refusals.map((each): Line => [`${name}: the refusal of ${each.where}`, line(each.value, each)]),
];

const line = (text: string, whole: unknown): string => `${text} (${digestOf(whole).slice(0, 16)})`;

/** By image: a digest of its build, or of the daily that it is promoted from. */
export const sourcesOf = (plans: readonly Plan[]): Approval["sources"] =>
  Object.fromEntries(
    plans
      .flatMap(({ sets }) => sets.flatMap(({ images }) => images))
      .flatMap(({ name, candidate }) => (candidate === null ? [] : [[name, digestOf(candidate)]])),
  );

const digestOf = (value: unknown): string =>
  sha256(JSON.stringify([value], (_key, found: unknown) => (found instanceof Map ? [...found] : found)));

/**
 * The phases that a plan leads to. They do not change when a part of the plan is carried out.
 */
export const tableOf = (plans: readonly Plan[]): string[] =>
  plans
    .flatMap(({ sets }) => sets.flatMap(({ images }) => images))
    .flatMap(({ name, targets }) =>
      [...targets].flatMap(([target, { phase }]) => (phase === "gone" ? [] : [`${name}@${target} ${phase}`])),
    )
    .toSorted();
