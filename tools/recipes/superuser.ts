import { UserError } from "../../images/model/errors.ts";

export const isRoot = (): boolean => process.getuid?.() === 0;

/** Files of an image belong to its users, and only root may write such. */
export function requireRoot(): void {
  if (isRoot()) return;
  throw new UserError({
    where: "building an image",
    value: `user id ${process.getuid?.() ?? "unknown"}`,
    expected: "root, who may install a Debian",
    remedy: "type the same with sudo",
  });
}
