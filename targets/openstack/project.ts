import { UserError } from "../../images/model/errors.ts";
import type { Connection } from "../../clients/openstack/connection.ts";
import type { OpenstackTarget } from "./model/target.ts";

/** A cloud, and the project by name or id that the credentials must be of; null: any. */
export type CloudProject = Pick<OpenstackTarget["openstack"], "cloud" | "project">;

export function refuseOtherProject({ project: { id, name } }: Connection, { cloud, project }: CloudProject): void {
  if (project === null || project === id || project === name) return;
  throw new UserError({
    where: `cloud ${cloud}: the project of the credentials`,
    value: name,
    expected: `${project}, as cloud-images:targets says`,
    remedy: "correct clouds.yaml or the target's project; nothing was uploaded or changed",
  });
}
