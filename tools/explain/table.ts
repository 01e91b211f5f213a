import { formatDay } from "../../images/day.ts";
import { decisionInWords } from "../../images/decision/words.ts";
import { memberOf } from "../../images/image.ts";
import { upcoming } from "../../images/plan/next.ts";
import type { ImagePlan, SetPlan, TargetPlan } from "../../images/plan/types.ts";
import { columns, count } from "../../images/columns.ts";
import { groupBy } from "../group.ts";
import type { Publication } from "../publications.ts";
import { shortDigests } from "../../images/short-digests.ts";
import { dayOf } from "./days.ts";

/** All images of a channel, a line for those of a set that stand alike; then what the coming days change. */
export function tableView({ name, plan, facts }: Publication): string[] {
  const rows = plan.sets.flatMap(setRows);
  const foreign = facts.foreign.map(({ directory }) => [directory, "foreign", "", "", "not ours, never touched"]);
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

interface Standing {
  image: ImagePlan;
  target: string;
  plan: TargetPlan;
}

function setRows(set: SetPlan): string[][] {
  const standings = set.images.flatMap((image) =>
    [...image.targets].map(([target, plan]): Standing => ({ image, target, plan })),
  );
  const groups = groupBy(standings, ({ target, plan }) => [target, plan.phase, plan.reason, since(plan)].join("\n"));
  return groups.map((group, index) => [index === 0 ? set.version : "", ...groupCells(group, set)]);
}

function groupCells(group: readonly Standing[], set: SetPlan): string[] {
  const [first] = group;
  if (first === undefined) return [];
  const { target, plan } = first;
  const gate = plan.phase === "made" && set.gate !== "open" ? `gate ${set.gate}: ${set.gateReason}` : plan.reason;
  return [
    plan.phase,
    since(plan),
    membersText(group) + (target === "mirror" ? "" : ` at ${target}`),
    shortDigests(gate),
  ];
}

const mostMembers = 4;

const membersText = (group: readonly Standing[]): string =>
  group.length > mostMembers ? count(group.length, "image") : group.map(({ image }) => memberOf(image.image)).join(" ");

function since(plan: TargetPlan): string {
  const day = dayOf(plan);
  return day === undefined ? "" : formatDay(day);
}

const mostComing = 10;

function comingDays(plan: Publication["plan"]): string[] {
  const changes = upcoming(plan).map((change) => ({ ...change, set: setOf(plan.sets, change.image) }));
  const groups = groupBy(changes, ({ day, phase, set, reason }) => [day, phase, set, reason].join("\n"));
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
  return rows.length === 0 ? [] : ["coming days:", ...columns(rows.slice(0, mostComing)), ...more];
}

const setOf = (sets: readonly SetPlan[], name: string): string =>
  sets.find(({ images }) => images.some((image) => image.name === name))?.version ?? "";
