import { getImage } from "../../../../clients/gcp/images.ts";
import { bestEffort } from "../../../../provider-sdk/best-effort.ts";
import { changedKeys } from "../../../../provider-sdk/changed.ts";
import type { Kind, Operation } from "../../../../provider-sdk/kind.ts";
import type { Difference } from "../../../../provider-sdk/provider.ts";
import { isUploadDue, notUploaded, passed } from "../../../image-at-target.ts";
import { refOf } from "../../model/names.ts";
import { gcpImageInputs, gcpImageOutputs, type GcpImageInputs, type GcpImageOutputs } from "../../model/resources.ts";
import { projectsOf } from "../projects.ts";
import { isOurs } from "./find.ts";
import { ensureMade } from "./make.ts";
import { remove } from "./remove.ts";

/** One image's bytes in a project, private and in no family: made once, adopted where it is there. */
export const gcpImage: Kind<GcpImageInputs, GcpImageOutputs> = {
  description:
    "One image's bytes in Compute Engine, private. One that is there already is found by its name and digest.",
  inputs: gcpImageInputs,
  outputs: gcpImageOutputs,
  id: ({ project, name }) => refOf(project, name),
  diff,
  create: (operation, news) => ensure(operation, news),
  read,
  update: (operation, olds, news) => ensure(operation, news, olds),
  delete: remove,
};

function diff(olds: GcpImageOutputs, news: GcpImageInputs): Difference {
  const replaces = changedKeys(olds, news, ["project", "name", "image", "digest"]);
  const changes: string[] = [...replaces, ...changedKeys(olds, news, ["serviceAccount", "labels"])];
  if (news.repair !== undefined && news.repair.length > 0) changes.push("repair");
  if (isUploadDue(olds.result, news.outcome)) changes.push("result");
  return { changes, replaces };
}

function ensure(operation: Operation, news: GcpImageInputs, olds?: GcpImageOutputs): Promise<GcpImageOutputs> {
  // a failed update leaves the image as it was: the state keeps it, so that it can still be hidden
  const broken = (result: string): GcpImageOutputs => ({ ...news, ref: olds?.ref ?? null, result });
  return bestEffort(operation, {
    required: news.required,
    broken,
    work: async () => {
      if (news.outcome !== passed) return broken(notUploaded(news.outcome));
      const session = await projectsOf(operation).session(news);
      return operation.locks.run(refOf(news.project, news.name), async () => {
        const image = await ensureMade(operation, session, news);
        return { ...news, ref: refOf(news.project, image.name), result: passed };
      });
    },
  });
}

/** The state with the findings as its result, so that a refresh leads to an update, which repairs. */
async function read(operation: Operation, olds: GcpImageOutputs): Promise<GcpImageOutputs | undefined> {
  if (olds.ref === null) return olds;
  const session = await projectsOf(operation).session(olds);
  const image = await getImage(session, olds.name, operation.signal);
  if (image === undefined) return undefined;
  const findings = [
    ...(isOurs(image, olds) ? [] : ["it is another image of that name"]),
    ...(image.status === "READY" ? [] : [`it is ${image.status}`]),
    ...Object.entries(olds.labels).flatMap(([key, value]) =>
      image.labels[key] === value ? [] : [`its label ${key} differs`],
    ),
  ];
  return { ...olds, result: findings.length === 0 ? passed : `damaged: ${findings.join("; ")}` };
}
