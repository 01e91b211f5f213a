import { gateInputs, type GateInputs } from "../../../images/tree/resources.ts";
import { isMember } from "../../../images/model/image.ts";
import type { Kind } from "../../../provider-sdk/kind.ts";
import { changedKeys } from "../../../provider-sdk/changed.ts";

/** The condition for showing a set. It exists in the state alone: only its verdict counts. */
export const gate: Kind<GateInputs, GateInputs> = {
  description: "What must hold before anything of a set is shown. It fails while a required verdict is not `passed`.",
  inputs: gateInputs,
  outputs: gateInputs,
  id: ({ set }) => set,
  diff(olds, news) {
    const asked = news.anyOf === undefined ? [] : changedKeys(olds, news, ["anyOf"]);
    const changes = [...changedKeys(olds, news, ["set", "required", "verdicts"]), ...asked];
    return { changes, replaces: changes.filter((key) => key === "set") };
  },
  create: async (_operation, news) => opened(news),
  read: async (_operation, olds) => olds,
  update: async (_operation, _olds, news) => opened(news),
  delete: async () => undefined,
};

/**
 * Throws if a required image did not pass, or if no image passed in a set that requires none. This stops everything that depends
 * on the gate.
 */
function opened(news: GateInputs): GateInputs {
  const failed = news.required.flatMap((member) => {
    const verdict = isMember(member) ? news.verdicts[member] : undefined;
    return verdict === "passed" ? [] : [`${member}: ${verdict ?? "no verdict"}`];
  });
  const closed = [...failed, ...noneOf(news)];
  if (closed.length > 0) throw new Error(`gate closed: ${closed.join("; ")}`);
  return news;
}

/** Why no image passed where one must; empty if one did, or none must. */
function noneOf({ anyOf }: GateInputs): string[] {
  if (anyOf === undefined || Object.values(anyOf).includes("passed")) return [];
  const verdicts = Object.entries(anyOf).map(([member, verdict]) => `${member}: ${verdict}`);
  return [`no image passed (${verdicts.join(", ")})`];
}
