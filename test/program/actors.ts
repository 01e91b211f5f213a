import { addDays, formatDay, parseDay } from "../../images/model/day.ts";
import { isMember, type Member } from "../../images/model/image.ts";
import { mirrorTarget } from "../../images/model/target.ts";
import { type StackPolicy } from "../../images/plan/policy.ts";
import { victims, type Kill } from "../engine/kill.ts";
import type { Engine } from "../engine/world.ts";

/** The images of a history, played by those that are quickly made. */
const actors: Readonly<Partial<Record<Member, Member>>> = {
  "generic/amd64": "ec2/amd64",
  "generic/arm64": "ec2/arm64",
  "nocloud/amd64": "azure/amd64",
  "ec2/amd64": "azure/arm64",
  "ec2/arm64": "raspi/arm64",
};

export const actorOf = (member: Member): Member => actors[member] ?? member;

/** `20260717-2542/generic/arm64`, or a version alone. */
export function actorKey(key: string): string {
  const [version = "", ...rest] = key.split("/");
  const member = rest.join("/");
  return isMember(member) ? `${version}/${actorOf(member)}` : version;
}

/** Where a history's policy is played: the dailies of trixie, at the tree alone. */
export const playedPolicy = (policy: StackPolicy): StackPolicy => ({
  ...policy,
  suite: "trixie",
  channel: "daily",
  targets: [mirrorTarget],
  expect: { required: ["ec2/amd64", "ec2/arm64"], bestEffort: ["azure/*", "raspi/*"] },
});

/** The same number, the same packages; another one, those of another time. */
export function packagesVersion(packages: number): string {
  const start = parseDay("2026-01-01");
  if (start === undefined) throw new RangeError("no day");
  return `${formatDay(addDays(start, packages)).replaceAll("-", "")}-1000`;
}

/** Kills of a run that is to die after so many of its acts: the later, the further in the order of the resources. */
const deaths: readonly Omit<Kill, "victim">[] = [
  { kind: "ImageFiles", operation: "create", moment: 20 },
  { kind: "ImageFiles", operation: "create", moment: "after" },
  { kind: "Version", operation: "create", moment: 9 },
  { kind: "Version", operation: "create", moment: "after" },
  { kind: "Latest", operation: "update", moment: 12 },
  { kind: "Version", operation: "update", moment: 5 },
  { kind: "Index", operation: "update", moment: 3 },
  { kind: "Version", operation: "delete", moment: "after" },
  { kind: "ImageFiles", operation: "delete", moment: 2 },
];

/** The kill that ends a run after so many acts. The small engine is one process, and so one victim. */
export function killAfter(acts: number, engine: Engine): Kill | undefined {
  const death = deaths[acts % deaths.length];
  const victim = engine === "small" ? "plugin" : victims[acts % victims.length];
  return death === undefined || victim === undefined ? undefined : { ...death, victim };
}
