import { formatDay } from "../../images/model/day.ts";
import { decisionInWords } from "../../images/releases/decision/words.ts";
import { memberOf } from "../../images/model/image.ts";
import { upcoming } from "../../images/plan/next.ts";
import { providedInWords, outlookOf, wouldBeReason, type Outlook } from "../../images/plan/outlook.ts";
import type { ImagePlan, Plan, SetPlan, TargetPlan } from "../../images/plan/types.ts";
import type { Phase, TargetRecord } from "../../images/tree/record.ts";
import { columns, count } from "../../images/model/text/columns.ts";
import type { Publication } from "../publications.ts";
import { shortDigests } from "../../images/model/text/short-digests.ts";
import { dayOf } from "./days.ts";

/** All images of a channel, images of a set with equal states in one line; then the changes of the coming days. */
export function tableView({ name, plan, facts }: Publication): string[] {
  const rows = plan.sets.flatMap((set) => setRows(plan, set));
  const foreign = facts.foreign.map(({ directory }) => [directory, "is", "foreign", "", "", "not ours, never touched"]);
  const head = `${name} on ${formatDay(plan.day)}: ${sumUp(plan.sets)}`;
  return [
    head,
    ...decisionLines(plan),
    ...columns([...rows, ...foreign].map((row) => ["", ...row])),
    ...comingDays(plan),
  ];
}

const decisionLines = ({ decision }: Publication["plan"]): string[] =>
  decision === null ? [] : [`  decision: ${decisionInWords(decision)}`];

function sumUp(sets: readonly SetPlan[]): string {
  const images = sets.reduce((sum, set) => sum + set.images.length, 0);
  return `${count(sets.length, "set")}, ${count(images, "image")}`;
}

/** The line's verb says whether it is the recorded state or the state after this run. */
interface Line {
  word: "is" | "would be";
  phase: Phase;
  since: string;
  reason: string;
  image: ImagePlan;
  target: string;
}

function setRows(plan: Plan, set: SetPlan): string[][] {
  const lines = set.images.flatMap((image) =>
    [...image.targets.keys()].flatMap((target) => linesOf(set, image, target, outlookOf(plan, set, image, target))),
  );
  const groups = [
    ...Map.groupBy(lines, ({ word, phase, since, reason, target }) =>
      [target, word, phase, since, reason].join("\n"),
    ).values(),
  ];
  return groups.map((group, index) => [index === 0 ? set.version : "", ...groupCells(group)]);
}

function linesOf(set: SetPlan, image: ImagePlan, target: string, { is, wouldBe, provided }: Outlook): Line[] {
  const lines: Line[] = [];
  const at = { image, target };
  if (is !== null) {
    const reason = wouldBe === null ? reasonNow(set, image.targets.get(target), is) : is.reason;
    lines.push({ word: "is", phase: is.phase, since: sinceText(is), reason, ...at });
  }
  if (wouldBe !== null) {
    const reason = [...providedInWords(provided), waitingReason(set, wouldBe) ?? wouldBeReason(wouldBe)].join("; ");
    lines.push({ word: "would be", phase: wouldBe.phase, since: "", reason, ...at });
  }
  return lines;
}

const reasonNow = (set: SetPlan, plan: TargetPlan | undefined, { reason }: TargetRecord): string =>
  plan === undefined ? reason : (waitingReason(set, plan) ?? plan.reason);

/** An image that is made and not shown waits for its gate. */
const waitingReason = ({ gate, gateReason }: SetPlan, { phase }: Pick<TargetPlan, "phase">): string | undefined =>
  phase === "made" && gate !== "open" ? `gate ${gate}: ${gateReason}` : undefined;

function groupCells(group: readonly Line[]): string[] {
  const [first] = group;
  if (first === undefined) return [];
  const { word, phase, since, target, reason } = first;
  return [word, phase, since, membersText(group) + (target === "mirror" ? "" : ` at ${target}`), shortDigests(reason)];
}

const mostMembers = 4;

const membersText = (group: readonly Line[]): string =>
  group.length > mostMembers ? count(group.length, "image") : group.map(({ image }) => memberOf(image.image)).join(" ");

function sinceText(standing: Pick<TargetPlan, "phase" | "days">): string {
  const day = dayOf(standing);
  return day === undefined ? "" : formatDay(day);
}

const mostComing = 10;

function comingDays(plan: Publication["plan"]): string[] {
  const changes = upcoming(plan).map((change) => ({ ...change, set: setOf(plan.sets, change.image) }));
  const groups = [
    ...Map.groupBy(changes, ({ day, phase, set, reason }) => [day, phase, set, reason].join("\n")).values(),
  ];
  const rows = groups.flatMap(([first, ...rest]) =>
    first === undefined
      ? []
      : [
          [
            "",
            formatDay(first.day),
            first.phase,
            first.set,
            count(rest.length + 1, "image"),
            shortDigests(first.reason),
          ],
        ],
  );
  const more = rows.length > mostComing ? [`  and ${count(rows.length - mostComing, "more change")} later`] : [];
  const isMoving = plan.sets.some((set) =>
    set.images.some((image) =>
      [...image.targets.keys()].some((target) => outlookOf(plan, set, image, target).wouldBe !== null),
    ),
  );
  const head = isMoving ? "coming days, once this run has done what it would:" : "coming days:";
  return rows.length === 0 ? [] : [head, ...columns(rows.slice(0, mostComing)), ...more];
}

const setOf = (sets: readonly SetPlan[], name: string): string =>
  sets.find(({ images }) => images.some((image) => image.name === name))?.version ?? "";
