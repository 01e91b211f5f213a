import { UserError } from "../../images/model/errors.ts";

export const isRoot = (): boolean => process.getuid?.() === 0;

/** Throws a UserError if the user is not root: only root may write files of other owners. */
export function requireRoot(): void {
  if (isRoot()) return;
  throw new UserError({
    where: "building an image",
    value: `user id ${process.getuid?.() ?? "unknown"}`,
    expected: "root, who may install a Debian",
    remedy: "type the same with sudo",
  });
}
