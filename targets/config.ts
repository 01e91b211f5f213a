import { z } from "zod";
import { keyName } from "../images/config/problems.ts";
import { plainValues } from "../images/config/plain-values.ts";
import { UserError, type Problem } from "../images/model/errors.ts";
import { expectedOf } from "../images/model/text/expected-words.ts";
import { isRecord } from "../images/model/input-values.ts";
import { accountModels } from "./accounts.ts";
import { models } from "./models.ts";
import type { Identity } from "./target.ts";

/** `cloud-images:targets`: a key per cloud. */
export const targetsSchema = z.strictObject(Object.fromEntries(models.map(({ cloud, config }) => [cloud, config])));

/** By cloud. */
type TargetSettings = z.output<typeof targetsSchema>;

/**
 * Reads where another stack publishes to; undefined where it publishes to no cloud. Throws a UserError where nobody can tell: the
 * clouds that the file means might be this stack's.
 *
 * @param values of our keys, without their namespace
 */
export function neighbourOf(file: string, values: Record<string, unknown>): Neighbour | undefined {
  const plain = plainValues(values);
  const { role = "publication", channel, targets } = plain;
  if (role === "accounts") return accountsOf(file, plain);
  if (role !== "publication" || targets === undefined || targets === null) return undefined;
  const { data, error } = targetsSchema.safeParse(targets);
  if (error !== undefined) {
    const [issue] = error.issues;
    throw unclear(
      file,
      ["targets", ...(issue?.path ?? [])],
      issue === undefined ? "a cloud's targets" : expectedOf(issue),
    );
  }
  if (!publishesToClouds(data)) return undefined;
  if (typeof channel !== "string") throw unclear(file, ["channel"], "daily or release, since it publishes to clouds");
  return { file, channel, targets: data };
}

/** A stack that sets up a channel's accounts says best whose they are. What is wrong in its file, its own commands say. */
function accountsOf(file: string, plain: Record<string, unknown>): Neighbour | undefined {
  const { channel } = plain;
  if (typeof channel !== "string") return undefined;
  const targets = accountModels.map(({ cloud, owned }) => {
    const settings = plain[cloud];
    const identities = owned.flatMap((key): Identity[] => {
      const value = isRecord(settings) ? settings[key] : undefined;
      return typeof value === "string" ? [{ key, value, remedy: `name the ${key} of this channel` }] : [];
    });
    return [cloud, { targets: [], problems: [], owned: [{ path: [], identities }] }] as const;
  });
  return { file, channel, targets: Object.fromEntries(targets) };
}

export const publishesToClouds = (targets: TargetSettings): boolean =>
  Object.values(targets).some(({ owned }) => owned.length > 0);

const unclear = (file: string, path: readonly PropertyKey[], expected: string): UserError =>
  new UserError({
    where: `${keyName(path)} of ${file}`,
    value: "",
    expected: `${expected}: two channels share no cloud, and whether this one does cannot be told`,
    remedy: "correct the file, or move it out of the project's folder",
  });

/** Where another stack publishes to, by its file in the project's folder. */
export interface Neighbour {
  file: string;
  channel: string;
  targets: TargetSettings;
}

/** Accounts, projects and the like that a stack of the other channel names too: daily and release images never share them. */
export function sharedTargets(
  { channel, targets }: Pick<Neighbour, "targets"> & { channel: string | null },
  neighbours: readonly Neighbour[],
): Problem[] {
  const others = neighbours.filter((neighbour) => neighbour.channel !== channel);
  return Object.entries(targets).flatMap(([cloud, { owned }]) =>
    owned.flatMap(({ path, identities }) =>
      others.flatMap((other): Problem[] => {
        const theirs = other.targets[cloud]?.owned.flatMap((each) => each.identities) ?? [];
        const shared = identities.find(({ key, value }) =>
          theirs.some((their) => their.key === key && their.value === value),
        );
        if (shared === undefined) return [];
        return [
          {
            where: keyName(["targets", cloud, ...path, shared.key]),
            value: shared.value,
            expected: `a ${shared.key} that no other channel has, and ${other.file} publishes ${other.channel} images there`,
            remedy: shared.remedy,
          },
        ];
      }),
    ),
  );
}
