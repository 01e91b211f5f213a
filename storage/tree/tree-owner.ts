import { link, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { UserError } from "../../images/model/errors.ts";
import { tree } from "../../images/tree/layout.ts";
import { otherOwner, ownerSchema, type Owner } from "../../images/tree/tree-owner.ts";
import { writeRecord } from "../../images/tree/record.ts";
import { parseJson } from "../../images/model/schema-problems.ts";
import { syncDirectory, temporaryBeside } from "../files/atomic.ts";
import { explained, hasCode } from "../files/fault.ts";
import { makeFolder } from "../files/folders.ts";
import { inTree, type Places } from "./places.ts";
import { readText } from "./record-file.ts";
import type { ChannelIdentity } from "./records.ts";

/** Throws a UserError if another stack publishes the channel. */
export async function refuseOtherOwner(places: Places, channel: ChannelIdentity, stack: Owner): Promise<void> {
  const file = inTree(places, tree.owner(channel));
  const text = await readText(file);
  if (text === undefined) return;
  const remedy = "remove it, and run the stack that publishes here: it writes the file again";
  const problem = otherOwner(parseJson(ownerSchema, text, { where: file, remedy }), stack, file);
  if (problem !== undefined) throw new UserError(problem);
}

/** Makes the stack the channel's publisher if there is none; of two concurrent stacks the second is refused. */
export async function claim(places: Places, channel: ChannelIdentity, stack: Owner): Promise<void> {
  const file = inTree(places, tree.owner(channel));
  await explained(file, async () => {
    if ((await readText(file)) === undefined) await writeOnce(places, file, writeRecord(ownerSchema, stack));
    await refuseOtherOwner(places, channel, stack);
  });
}

async function writeOnce(places: Places, file: string, text: string): Promise<void> {
  await makeFolder(places, dirname(file));
  const temporary = temporaryBeside(file);
  try {
    await writeFile(temporary, text, { mode: 0o644, flush: true });
    await link(temporary, file);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  await syncDirectory(dirname(file));
}
