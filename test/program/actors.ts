import { addDays, formatDay, parseDay } from "../../images/model/day.ts";
import { isMember, type Member } from "../../images/model/image.ts";
import { mirrorTarget } from "../../images/model/target.ts";
import type { StackPolicy } from "../../images/plan/policy.ts";
import { victims, type Kill } from "../engine/kills/kill.ts";
import type { Engine } from "../engine/command/circumstances.ts";

/** By image of a history: the image that plays it, which is made quickly. */
const actors: Readonly<Partial<Record<Member, Member>>> = {
  "generic/amd64": "ec2/amd64",
  "generic/arm64": "ec2/arm64",
  "nocloud/amd64": "azure/amd64",
  "ec2/amd64": "azure/arm64",
  "ec2/arm64": "raspi/arm64",
};

export const actorOf = (member: Member): Member => actors[member] ?? member;

/** A person's key, `20260717-2542/generic/arm64` or a version alone, with the image that plays its own. */
export function actorKey(key: string): string {
  const [version = "", ...rest] = key.split("/");
  const member = rest.join("/");
  return isMember(member) ? `${version}/${actorOf(member)}` : version;
}

/** The policy by which a history is played: trixie's dailies, in the tree alone. */
export const playedPolicy = (policy: StackPolicy): StackPolicy => ({
  ...policy,
  suite: "trixie",
  channel: "daily",
  targets: [mirrorTarget],
  expect: { required: ["ec2/amd64", "ec2/arm64"], bestEffort: ["azure/*", "raspi/*"] },
});

/** The version whose packages a build of a history has: one for each number. */
export function packagesVersion(packages: number): string {
  const start = parseDay("2026-01-01");
  if (start === undefined) throw new RangeError("no day");
  return `${formatDay(addDays(start, packages)).replaceAll("-", "")}-1000`;
}

/** The kills by which a run ends early, in the order of its resources. */
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

/** The kill that plays the end of a run after so many acts. In the small engine only one process can die. */
export function killAfter(acts: number, engine: Engine): Kill | undefined {
  const death = deaths[acts % deaths.length];
  const victim = engine === "small" ? "command" : victims[acts % victims.length];
  return death === undefined || victim === undefined ? undefined : { ...death, victim };
}
