import { count } from "../../images/model/text/columns.ts";
import { withoutCredential } from "../../images/credentials/credentials.ts";
import type { BuildFacts } from "../../images/tree/record.ts";
import type { ImagePlan } from "../../images/plan/types.ts";
import { printable } from "../../images/model/text/printable.ts";

/** Where an image comes from, as rows of a name and a text. A build's own texts may contain anything, so they are escaped. */
export function buildRows({ record, candidate }: Pick<ImagePlan, "record" | "candidate">): string[][] {
  const { job, commit, command, fai, configSpace, found, noLog }: BuildFacts = record?.build ?? nothingSaid;
  const log = noLog && `not kept: ${noLog}`;
  const facts = { job, commit, command, FAI: fai, "config space": configSpace, found, log };
  return [
    ...Object.entries(facts).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, printable(withoutCredential(value))]],
    ),
    ...foreignRow(notInStable({ record, candidate })),
  ];
}

const nothingSaid = { job: null, commit: null, command: null, noLog: null };

/** The recorded packages that are not in stable, or those that will be recorded; null if they are not known. */
export const notInStable = ({ record, candidate }: Pick<ImagePlan, "record" | "candidate">) =>
  record === null ? (candidate?.notInStable ?? null) : record.notInStable;

const mostNames = 20;

function foreignRow(packages: readonly string[] | null): string[][] {
  if (packages === null) return [];
  const named = packages.slice(0, mostNames).map(printable).join(", ");
  const more = packages.length > mostNames ? `, and ${packages.length - mostNames} more` : "";
  return [
    ["not in stable", packages.length === 0 ? "nothing" : `${count(packages.length, "package")}: ${named}${more}`],
  ];
}
