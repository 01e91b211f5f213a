import { z } from "zod";
import { UserError, type Problem } from "../../images/model/errors.ts";
import { plainValues } from "../../images/config/plain-values.ts";
import { keyName } from "../../images/config/problems.ts";
import type { Channel } from "../../images/model/definitions/channels.ts";

/** Daily and release images are kept in separate projects, with credentials of their own: what stacks' files say of each other. */

/** What another stack's file says of the clouds that it publishes to. */
export interface Neighbour {
  file: string;
  channel: string;
  clouds: readonly { cloud: string; project?: string | null | undefined }[];
}

const cloudsSchema = z.array(z.looseObject({ cloud: z.string(), project: z.string().nullish() }));
const targetsSchema = z.looseObject({ openstack: cloudsSchema.nullish() });

/**
 * Undefined where the file publishes to no cloud. Throws a UserError where nobody can tell: what its own stack would refuse
 * stops this one too, or the clouds that it means might be this one's.
 *
 * @param values of our keys, without their namespace
 */
export function neighbourOf(file: string, values: Record<string, unknown>): Neighbour | undefined {
  const { role = "publication", channel, targets } = plainValues(values);
  if (role !== "publication" || targets === undefined || targets === null) return undefined;
  const { data, error } = targetsSchema.safeParse(targets);
  if (error !== undefined) throw unclear(file, "targets", "a list of clouds below openstack, each with its name");
  if ((data.openstack ?? []).length === 0) return undefined;
  if (typeof channel !== "string") throw unclear(file, "channel", "daily or release, since it publishes to clouds");
  return { file, channel, clouds: data.openstack ?? [] };
}

const unclear = (file: string, key: string, expected: string): UserError =>
  new UserError({
    where: `${keyName([key])} of ${file}`,
    value: "",
    expected: `${expected}: two channels share no cloud, and whether this one does cannot be told`,
    remedy: "correct the file, or move it out of the project's folder",
  });

/** What this stack's own configuration says. */
interface PublishesTo {
  channel: Channel | null;
  targets: { openstack: readonly { cloud: string; project: string | null }[] };
}

/** Clouds that a stack of the other channel names too, by their entry in clouds.yaml or by their project. */
export function sharedClouds(
  { channel, targets: { openstack } }: PublishesTo,
  neighbours: readonly Neighbour[],
): Problem[] {
  const others = neighbours.filter((neighbour) => neighbour.channel !== channel);
  return openstack.flatMap((own, index) =>
    others.flatMap(({ file, channel: other, clouds }) =>
      clouds.flatMap(({ cloud, project }): Problem[] => {
        const key = cloud === own.cloud ? "cloud" : own.project !== null && own.project === project ? "project" : null;
        if (key === null) return [];
        return [
          {
            where: keyName(["targets", "openstack", index, key]),
            value: own[key] ?? "",
            expected: `a ${key} that no other channel has, and ${file} publishes ${other} images there`,
            remedy: remedies[key],
          },
        ];
      }),
    ),
  );
}

const remedies = {
  cloud: "name another entry of clouds.yaml, with credentials of a project of its own",
  project: "name another project; where two clouds have projects of one name, name them by their ids",
};
