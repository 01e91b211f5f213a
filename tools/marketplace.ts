import { readFile, writeFile } from "node:fs/promises";
import { offerChange, missingIn } from "../targets/azure/marketplace/offer-change.ts";
import { marketplaceImages } from "../targets/azure/marketplace/images.ts";
import { readSettings } from "./engine/stack-file.ts";
import { backendUrl } from "./engine/state/backend.ts";
import { readPublications } from "./publications.ts";
import { WrongUse } from "./setup/errors.ts";
import { marketplace as usage } from "./usage/publishing.mjs";
import { readArguments } from "./usage/read-arguments.ts";

/** The exit code while an image is not live yet. */
const notYet = 4;

/** Writes the change of an offer in Azure's Marketplace, which a person submits; or checks whether it is live. */
export async function main(args: string[]): Promise<number> {
  const { values } = readArguments(usage, args);
  const { stack, draft, live, output } = values;
  const file = draft ?? live;
  if (file === undefined || (draft !== undefined && live !== undefined))
    throw new WrongUse("expected one of --draft FILE and --live FILE, each with the offer's resource tree");
  const configFile = values["config-file"] ?? null;
  const { publications } = await readPublications(
    readSettings({ stack, configFile, backend: backendUrl(stack, process.env) }),
  );
  const images = publications.flatMap(({ plan, policy }) => marketplaceImages(plan, policy.targets));
  const tree: unknown = JSON.parse(await readFile(file, "utf8"));
  if (live !== undefined) return tellLive(missingIn(tree, images, file));
  const { body, lines } = offerChange(tree, images, file);
  for (const line of lines) console.error(line);
  if (body === null) {
    console.error("the draft has everything: nothing to send");
    return 0;
  }
  const text = `${JSON.stringify(body, null, 2)}\n`;
  if (output === undefined) console.log(text);
  else await writeFile(output, text);
  console.error(nextSteps(output ?? "FILE"));
  return 0;
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
5. Fetch the offer with targetType=live and give it to --live: it tells when every version is there.`;
