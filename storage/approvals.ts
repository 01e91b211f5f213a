import { readFile, rm } from "node:fs/promises";
import { approvalText, parseApproval, type Approval } from "../images/approval/approval.ts";
import { begunOf, begunText, parseBegun, type Begun } from "../images/approval/begun.ts";
import { UserError } from "../images/model/errors.ts";
import { staging } from "../images/tree/layout.ts";
import { syncDirectory } from "./files/atomic.ts";
import { codeOf, explained, ifPresent } from "./files/fault.ts";
import { inStaging, type Places } from "./tree/places.ts";
import { writePrivateFile } from "./files/private-file.ts";

/** Approvals, which the preview writes for who runs it, and the marker of the one that is begun. */

/** Throws a UserError where there is no approval that can be read. */
export async function readApproval(file: string): Promise<Approval> {
  return parseApproval(await readText(file), file);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw new UserError({
      where: file,
      value: code === "ENOENT" ? "" : code,
      expected: "an approval, which npm run preview writes",
      remedy: "name the file that the preview named at its end",
    });
  }
}

export const writeApproval = (file: string, approval: Approval): Promise<void> =>
  writePrivateFile(file, approvalText(approval));

/** The approval that the stack's last run began and did not end. */
export async function readBegun(places: Places, stack: string): Promise<Begun | undefined> {
  const file = inStaging(places, staging.begun(stack));
  const text = await explained(file, () => ifPresent(readFile(file, "utf8")));
  return text === undefined ? undefined : parseBegun(text, file);
}

export const writeBegun = (places: Places, approval: Approval): Promise<void> =>
  writePrivateFile(inStaging(places, staging.begun(approval.stack)), begunText(begunOf(approval)));

export async function removeBegun(places: Places, stack: string): Promise<void> {
  const file = inStaging(places, staging.begun(stack));
  await explained(file, async () => {
    await rm(file, { force: true });
    await ifPresent(syncDirectory(places.staging));
  });
}
