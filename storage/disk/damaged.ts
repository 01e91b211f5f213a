import { UserError } from "../../images/model/errors.ts";
import type { FileRecord } from "../../images/tree/record.ts";
import { hasCode } from "../files/fault.ts";

/** The error of a file that is not what its record says: `found` is what it has, or why it could not be opened. */
export function damaged(where: string, found: unknown, { size, sha512 }: FileRecord): unknown {
  if (typeof found !== "string" && !hasCode(found, "ENOENT")) return found;
  return new UserError({
    where,
    value: typeof found === "string" ? found : "",
    expected: `the ${size} bytes of its record, with the sha512 ${sha512}`,
    remedy: "run again: the plan repairs a damaged file, or marks its image as lost; nothing was uploaded",
  });
}
