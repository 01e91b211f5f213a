import { formatDay } from "../model/day.ts";
import { imageName, memberOf, parseMember, type Member } from "../model/image.ts";
import { mirrorTarget } from "../model/target.ts";
import type { Version } from "../model/version.ts";
import type { Document, Text } from "../report/document/types.ts";
import { shareText } from "../report/document/words.ts";
import { shareOf } from "../report/share.ts";
import type { IndexRecord } from "../tree/record.ts";
import type { Event } from "./events.ts";
import { titleOf } from "./published.ts";

type Withdrawn = Extract<Event, { kind: "withdrawn" }>;

/** The announcement of a withdrawal: what is wrong with the images, and what to take instead. */
export function withdrawnDocument({ version, members, reason, day }: Withdrawn, index: IndexRecord): Document {
  const { suite, channel, sets } = index;
  const whole = sets.find((set) => set.version === version)?.images.map(memberOf) ?? members;
  const name = (member: Member, of: Version): string => {
    const parts = parseMember(member);
    return parts === undefined ? member : imageName({ suite, channel, version: of, ...parts });
  };
  const instead = members.map((member): Text => {
    const current = currentOf(index, member);
    return [
      { code: name(member, version) },
      ": ",
      ...(current === undefined ? ["no other image is published"] : ["take ", { code: name(member, current) }]),
    ];
  });
  return {
    title: titleOf({ suite, channel }, `${version} is withdrawn${isWithdrawnWhole(index, version) ? "" : " in part"}`),
    lead: [
      [`Withdrawn on ${formatDay(day)}: `, ...shareText(shareOf(members, whole)), "."],
      [`Reason: ${reason}`],
      ["Machines that run already are not changed. Start no new ones from these images."],
    ],
    sections: [{ title: "What to take instead", tone: "warn", blocks: [{ is: "list", items: instead }] }],
  };
}

const currentOf = ({ sets }: IndexRecord, member: Member): Version | undefined =>
  sets.find(({ images }) =>
    images.some((image) => memberOf(image) === member && image.targets[mirrorTarget.name]?.phase === "current"),
  )?.version;

/** Whether readers have no image of a version any more. An image that never was public, or was lost, does not count. */
export const isWithdrawnWhole = ({ sets }: IndexRecord, version: Version): boolean =>
  sets
    .filter((set) => set.version === version)
    .every(({ images }) => images.every(({ targets }) => targets[mirrorTarget.name]?.listed !== true));
