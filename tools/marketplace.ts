import path from "node:path";
import { UserError } from "../images/model/errors.ts";
import { jsonOrUndefined } from "../images/model/text/json.ts";
import { writePrivateFile } from "../storage/files/private-file.ts";
import { readText } from "../storage/tree/record-file.ts";
import { liveIn, missingIn, offerChange } from "../targets/azure/marketplace/offer-change.ts";
import type { Listing } from "../images/marketplace/listings.ts";
import { addListings } from "../storage/tree/remarks/marketplace.ts";
import type { Places } from "../storage/tree/places.ts";
import { marketplaceImages } from "../targets/azure/marketplace/images.ts";
import { azureReaders } from "../targets/azure/model/readers.ts";
import { readSettings } from "./engine/stack-file.ts";
import { backendUrl } from "./engine/state/backend.ts";
import { readPublications, type Publications } from "./publications.ts";
import { WrongUse } from "./setup/errors.ts";
import { marketplace as usage } from "./usage/publishing.mjs";
import { readArguments } from "./usage/read-arguments.ts";

/** The exit code while an image is not live yet. */
const notYet = 4;

/** Writes the change of an offer in Azure's Marketplace, which a person submits; or records what of it is live. */
export async function main(args: string[]): Promise<number> {
  const { values } = readArguments(usage, args);
  const { stack, draft, live, output } = values;
  const file = draft ?? live;
  if (file === undefined || (draft !== undefined && live !== undefined))
    throw new WrongUse("expected one of --draft FILE and --live FILE, each with the offer's resource tree");
  const configFile = values["config-file"] ?? null;
  const settings = readSettings({ stack, configFile, backend: backendUrl(stack, process.env) });
  const world = await readPublications(settings);
  const images = world.publications.flatMap(({ plan, policy }) => marketplaceImages(plan, policy.targets));
  const tree = await readTree(file);
  if (live !== undefined) {
    const { root, staging } = settings.mirror;
    const found = liveIn(tree, images, file).map((each): Listing => ({
      ...each,
      cloud: azureReaders.cloud,
      day: world.day,
    }));
    await record(found, world, { tree: root, staging });
    return tellLive(missingIn(tree, images, file));
  }
  const { body, lines } = offerChange(tree, images, file);
  for (const line of lines) console.error(line);
  if (body === null) {
    console.error("the draft has everything: nothing to send");
    return 0;
  }
  const text = `${JSON.stringify(body, null, 2)}\n`;
  if (output === undefined) console.log(text);
  else await writePrivateFile(path.resolve(output), text);
  console.error(nextSteps(output ?? "FILE"));
  return 0;
}

/** Undefined for a file that is not JSON: what reads the tree refuses it by its name. */
async function readTree(file: string): Promise<unknown> {
  const text = await readText(file);
  if (text !== undefined) return jsonOrUndefined(text);
  throw new UserError({
    where: file,
    value: "no file",
    expected: "the offer's resource tree",
    remedy: "fetch it as targets/azure/README.md says",
  });
}

/** Records what is live, in the channel's directory of the tree. The next run shows it on the images' pages. */
async function record(
  found: readonly Listing[],
  { publications, remote }: Publications,
  places: Places,
): Promise<void> {
  for (const { name } of found) console.log(`live: ${name}`);
  if (remote) console.log("not recorded: the tree is not on this machine");
  for (const { facts, plan, policy } of remote ? [] : publications) {
    const own = new Set(marketplaceImages(plan, policy.targets).map(({ name }) => name));
    const listings = found.filter(({ image }) => own.has(image));
    if (listings.length > 0) await addListings(places, facts, listings);
  }
}

function tellLive(missing: readonly string[]): number {
  for (const line of missing) console.log(`not live yet: ${line}`);
  if (missing.length === 0) console.log("all of it is live");
  return missing.length === 0 ? 0 : notYet;
}

const api = "https://graph.microsoft.com/rp/product-ingestion";

/** The first call changes only the draft: Microsoft's checks and the sale begin when a person submits it. */
const nextSteps = (file: string): string => `
1. az rest --method post --url ${api}/configure --body @${file}
2. Wait until ${api}/configure/JOB/status says succeeded.
3. Look at the draft in Partner Center, and publish it to preview. Microsoft checks it for up to four days.
4. Try the preview, then go live.
5. Fetch the offer with targetType=live and give it to --live: it tells when every version is there, and records it for the finder.`;
