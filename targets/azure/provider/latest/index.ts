import { changedKeys } from "../../../../provider-sdk/changed.ts";
import type { Kind, Operation } from "../../../../provider-sdk/kind.ts";
import type { Difference } from "../../../../provider-sdk/provider.ts";
import { passed } from "../../../image-at-target.ts";
import {
  azureLatestInputs,
  azureLatestOutputs,
  type AzureLatestInputs,
  type AzureLatestOutputs,
} from "../../model/resources.ts";
import { Patience } from "../patience.ts";
import { sessionsOf } from "../sessions.ts";
import { stateOf } from "../settled.ts";
import { leadLatest, straysOf } from "./lead.ts";

type Definitions = AzureLatestInputs["definitions"];
type Versions = Definitions[string]["versions"];

/**
 * The versions that `latest` leads to in a community gallery. It moves after the images are shown everywhere, and before older
 * ones become less public.
 */
export const azureLatest: Kind<AzureLatestInputs, AzureLatestOutputs> = {
  description: "The versions of a community gallery of Azure that `latest` leads to, for a channel.",
  inputs: azureLatestInputs,
  outputs: azureLatestOutputs,
  id: ({ subscription, communityGallery }) => `${subscription}/${communityGallery}/latest`,
  diff,
  create: (operation, news) => ensure(operation, news, {}),
  read,
  update: (operation, olds, news) => ensure(operation, news, olds.definitions),
  // a version is deleted when it is hidden, so nothing is left to undo
  delete: async () => undefined,
};

function diff(olds: AzureLatestOutputs, news: AzureLatestInputs): Difference {
  const replaces = changedKeys(olds, news, ["subscription", "resourceGroup", "communityGallery"]);
  const changes: string[] = [...replaces, ...changedKeys(olds, news, ["tenant", "home"])];
  const moves = Object.entries(news.definitions).some(
    ([name, { versions, repair = [] }]) =>
      repair.length > 0 || hasMoved(versions, olds.definitions[name]?.versions ?? {}),
  );
  const isLeft = Object.entries(olds.definitions).some(([name, { versions }]) => {
    const wanted = news.definitions[name]?.versions ?? {};
    return Object.keys(versions).some((region) => !(region in wanted));
  });
  if ((news.down === undefined && (moves || olds.result !== passed)) || isLeft) changes.push("definitions");
  return { changes, replaces };
}

const hasMoved = (news: Versions, olds: Versions): boolean =>
  Object.entries(news).some(([region, version]) => version !== null && version !== olds[region]);

async function ensure(operation: Operation, news: AzureLatestInputs, before: Definitions): Promise<AzureLatestOutputs> {
  if (news.down !== undefined)
    return { ...news, definitions: kept(news, before, false), result: `broken: the cloud is down (${news.down})` };
  const result = await stateOf(operation, news.required, () => lead(operation, news));
  return { ...news, definitions: kept(news, before, result === passed), result };
}

async function lead(operation: Operation, news: AzureLatestInputs): Promise<void> {
  const session = await sessionsOf(operation).session(news, operation);
  const patience = new Patience(session.limits, operation);
  const { signal, warn } = operation;
  for (const each of wantedIn(news)) await leadLatest({ session, ...each, patience, signal, warn });
}

/** By definition, the versions for `latest`. */
const wantedIn = ({ resourceGroup, communityGallery: gallery, definitions }: AzureLatestInputs) =>
  Object.entries(definitions).map(([definition, { versions }]) => ({
    place: { resourceGroup, gallery, definition },
    wanted: new Map(
      Object.entries(versions).flatMap(([region, version]) => (version === null ? [] : [[region, version] as const])),
    ),
  }));

/** Regions without a new version keep the one from before. */
const kept = ({ definitions }: AzureLatestInputs, before: Definitions, isLed: boolean): Definitions =>
  Object.fromEntries(
    Object.entries(definitions).map(([name, { versions }]) => {
      const olds = before[name]?.versions ?? {};
      const entries = Object.entries(versions).map(([region, version]) => [
        region,
        (isLed ? version : null) ?? olds[region] ?? null,
      ]);
      return [name, { versions: Object.fromEntries(entries) as Versions }];
    }),
  );

/** The state, with the regions where `latest` leads elsewhere as its result. */
async function read(operation: Operation, olds: AzureLatestOutputs): Promise<AzureLatestOutputs> {
  const session = await sessionsOf(operation).session(olds, operation);
  const strays: string[] = [];
  for (const each of wantedIn(olds)) strays.push(...(await straysOf({ session, ...each, signal: operation.signal })));
  return strays.length === 0 ? olds : { ...olds, result: `drifted: ${strays.join("; ")}` };
}
