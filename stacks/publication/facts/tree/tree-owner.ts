import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { recordsApi } from "../../../../images/tree/record.ts";
import type { Owner } from "../../../../images/tree/tree-owner.ts";
import { sha256OfText } from "../../../../storage/files/hash.ts";
import { checkPlaces } from "../../../../storage/tree/places.ts";
import type { ChannelIdentity } from "../../../../storage/tree/records.ts";
import { claim, refuseOtherOwner } from "../../../../storage/tree/tree-owner.ts";
import type { PublicationSettings } from "../../../config.ts";
import { engineHome } from "../../../engine-home.ts";

/** The stack's identity in the tree: its name and the place of its state. */
export const ownerOf = (stack: string, env: NodeJS.ProcessEnv): Owner => ({
  apiVersion: recordsApi,
  kind: "Owner",
  stack,
  state: sha256OfText(stateUrl(env)),
});

const credentials = z.object({ current: z.string().optional() });

/** Where the engine keeps the state, by its own rules: the environment, else `pulumi login`. */
function stateUrl(env: NodeJS.ProcessEnv): string {
  const chosen = env["PULUMI_BACKEND_URL"] ?? "";
  const place = (chosen === "" ? loggedIn(env) : chosen).replace(/\?.*$/, "").replace(/(?<=.)\/+$/, "");
  // the same state for every user and password
  const url = place.replace(/^(postgres:\/\/)[^/@]*@/, "$1");
  // the engine expands ~ too
  return url.replace(/^file:\/\/~/, `file://${homedir()}`);
}

function loggedIn(env: NodeJS.ProcessEnv): string {
  try {
    return credentials.parse(JSON.parse(readFileSync(join(engineHome(env), "credentials.json"), "utf8"))).current ?? "";
  } catch {
    return "";
  }
}

/** Throws a UserError if another stack publishes one of the channels. A run makes its stack the publisher of a channel without one. */
export async function settleOwner(
  { mirror }: Pick<PublicationSettings, "mirror">,
  channels: readonly ChannelIdentity[],
  { stack, isRun }: { stack: Owner; isRun: boolean },
): Promise<void> {
  const places = await checkPlaces({ tree: mirror.root, staging: mirror.staging });
  for (const channel of channels) await refuseOtherOwner(places, channel, stack);
  if (isRun) for (const channel of channels) await claim(places, channel, stack);
}
