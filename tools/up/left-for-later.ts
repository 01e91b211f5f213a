import { laterReason } from "../../images/tree/later.ts";
import type { Publication, Publications } from "../publications.ts";

/** What a run left for later on purpose, a line for each place: `trixie-daily: azure-eastasia: …`. What was so before is not told. */
export function leftForLater(before: Publications, after: Publications): string[] {
  const known = new Set(before.publications.flatMap(leftIn).map(({ key }) => key));
  const left = after.publications.flatMap(leftIn).filter(({ key }) => !known.has(key));
  return [...new Set(left.map(({ line }) => line))];
}

const leftIn = ({ name, plan }: Pick<Publication, "name" | "plan">): { key: string; line: string }[] =>
  plan.sets.flatMap(({ images }) =>
    images.flatMap(({ name: image, record }) =>
      Object.entries(record?.targets ?? {}).flatMap(([target, recorded]) => {
        const reason = laterReason(recorded.reason);
        return reason === undefined ? [] : [{ key: `${target} ${image}`, line: `${name}: ${target}: ${reason}` }];
      }),
    ),
  );
