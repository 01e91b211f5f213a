import { UserError } from "../../images/model/errors.ts";
import type { Session } from "../engine/session.ts";
import type { Publications } from "../publications.ts";

/** Throws a UserError where the tree is not on this machine: a preview may look from afar, a run may not. */
export function refuseFromAfar({ remote }: Publications, { settings }: Session): void {
  if (!remote) return;
  throw new UserError({
    where: "cloud-images:mirror.root",
    value: settings.mirror.root,
    expected: "the served tree on a local path, since a run writes into it",
    remedy: "run where the tree is; npm run preview and npm run explain work from afar",
  });
}
