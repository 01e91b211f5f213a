import { bestEffort } from "../../../../provider-sdk/best-effort.ts";
import { changedKeys } from "../../../../provider-sdk/changed.ts";
import type { Kind, Operation } from "../../../../provider-sdk/kind.ts";
import type { Difference } from "../../../../provider-sdk/provider.ts";
import { passed } from "../../../image-at-target.ts";
import {
  gcpFamiliesInputs,
  gcpFamiliesOutputs,
  type GcpFamiliesInputs,
  type GcpFamiliesOutputs,
} from "../../model/resources.ts";
import { projectsOf } from "../projects.ts";
import { leadFamilies, strayFamilies } from "./lead.ts";

type Families = GcpFamiliesInputs["families"];

/** The families of a channel. They move after the images are shown everywhere, and before older ones become less public. */
export const gcpFamilies: Kind<GcpFamiliesInputs, GcpFamiliesOutputs> = {
  description: "The image families that lead to a channel's newest images, in a project of Google Cloud.",
  inputs: gcpFamiliesInputs,
  outputs: gcpFamiliesOutputs,
  id: ({ project }) => `${project}/families`,
  diff,
  create: (operation, news) => ensure(operation, news, {}),
  read,
  update: (operation, olds, news) => ensure(operation, news, olds.families),
  // an image leaves its family when it is hidden, so nothing is left to undo
  delete: async () => undefined,
};

function diff(olds: GcpFamiliesOutputs, news: GcpFamiliesInputs): Difference {
  const replaces = changedKeys(olds, news, ["project"]);
  const changes: string[] = [...replaces, ...changedKeys(olds, news, ["serviceAccount"])];
  const names = Object.keys(olds.families);
  const moves = Object.entries(news.families).some(
    ([family, { image, repair = [] }]) =>
      repair.length > 0 || (image !== null && image !== olds.families[family]?.image),
  );
  const isDue = news.down === undefined && (moves || olds.result !== passed);
  if (isDue || names.some((family) => !(family in news.families))) changes.push("families");
  return { changes, replaces };
}

function ensure(operation: Operation, news: GcpFamiliesInputs, before: Families): Promise<GcpFamiliesOutputs> {
  const left = { ...news, families: keptOf(news.families, before, () => null) };
  return bestEffort(operation, {
    required: news.required,
    broken: (result) => ({ ...left, result }),
    work: async () => {
      if (news.down !== undefined) return { ...left, result: `broken: the cloud is down (${news.down})` };
      await leadFamilies(await projectsOf(operation).session(news), imagesOf(news.families), operation.signal);
      return { ...news, families: keptOf(news.families, before, ({ image }) => image), result: passed };
    },
  });
}

/** Families without a new image keep the one from before. */
const keptOf = (
  families: Families,
  before: Families,
  ledTo: (family: Families[string]) => string | null,
): GcpFamiliesOutputs["families"] =>
  Object.fromEntries(
    Object.entries(families).map(([name, family]) => [name, { image: ledTo(family) ?? before[name]?.image ?? null }]),
  );

const imagesOf = (families: Families): ReadonlyMap<string, string> =>
  new Map(Object.entries(families).flatMap(([name, { image }]) => (image === null ? [] : [[name, image] as const])));

/** The state with the families that lead elsewhere as its result. */
async function read(operation: Operation, olds: GcpFamiliesOutputs): Promise<GcpFamiliesOutputs> {
  const session = await projectsOf(operation).session(olds);
  const strays = await strayFamilies(session, imagesOf(olds.families), operation.signal);
  return strays.length === 0 ? olds : { ...olds, result: `drifted: ${strays.join(", ")}` };
}
