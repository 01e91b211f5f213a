import { z } from "zod";
import type { Problem } from "../../images/errors.ts";
import { keyName } from "./problems.ts";
import type { PublicationSettings } from "./schema.ts";

/** Daily and release images are kept in separate projects, with credentials of their own: what stacks' files say of each other. */

/** What another stack's file says of the clouds that it publishes to. */
export interface Neighbour {
  file: string;
  channel: string;
  clouds: readonly { cloud: string; project?: string | null | undefined }[];
}

const valuesSchema = z.looseObject({
  channel: z.string(),
  targets: z.looseObject({ openstack: z.array(z.looseObject({ cloud: z.string(), project: z.string().nullish() })) }),
});

/**
 * Undefined where the file publishes to no cloud, or cannot be understood: its own stack says what is wrong with it.
 *
 * @param values of our keys, without their namespace
 */
export function neighbourOf(file: string, values: Record<string, unknown>): Neighbour | undefined {
  const { data } = valuesSchema.safeParse(values);
  return data === undefined ? undefined : { file, channel: data.channel, clouds: data.targets.openstack };
}

/** Clouds that a stack of the other channel names too, by their entry in clouds.yaml or by their project. */
export function sharedClouds(
  { channel, targets: { openstack } }: Pick<PublicationSettings, "channel" | "targets">,
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
