import { readFile } from "node:fs/promises";
import { approvalText, parseApproval, type Approval } from "../images/approval/approval.ts";
import { parseBegun, type Begun } from "../images/approval/begun.ts";
import { UserError } from "../images/model/errors.ts";
import { staging } from "../images/tree/layout.ts";
import { codeOf, explained, ifPresent } from "./files/fault.ts";
import { writePrivateFile } from "./files/private-file.ts";
import { inStaging, type Places } from "./tree/places.ts";

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

/** The file in staging that marks the approval which a stack has begun. */
export const markerOf = (places: Places, stack: string): string => inStaging(places, staging.begun(stack));

/** The text of the marker of the approval that the stack's last run began and did not end. */
export function readMarker(places: Places, stack: string): Promise<string | undefined> {
  const file = markerOf(places, stack);
  return explained(file, () => ifPresent(readFile(file, "utf8")));
}

/** The approval that the stack's last run began and did not end. Throws a UserError if its marker is broken. */
export async function readBegun(places: Places, stack: string): Promise<Begun | undefined> {
  const text = await readMarker(places, stack);
  return text === undefined ? undefined : parseBegun(text, markerOf(places, stack));
}
