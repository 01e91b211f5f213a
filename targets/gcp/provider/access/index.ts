import { getImage } from "../../../../clients/gcp/images.ts";
import { getPolicy } from "../../../../clients/gcp/policies.ts";
import { bestEffort } from "../../../../provider-sdk/best-effort.ts";
import { changedKeys } from "../../../../provider-sdk/changed.ts";
import type { Kind, Operation } from "../../../../provider-sdk/kind.ts";
import type { Difference } from "../../../../provider-sdk/provider.ts";
import { passed } from "../../../image-at-target.ts";
import { refOf } from "../../model/names.ts";
import {
  gcpAccessInputs,
  gcpAccessOutputs,
  type GcpAccessInputs,
  type GcpAccessOutputs,
} from "../../model/resources.ts";
import { projectsOf } from "../projects.ts";
import { differences } from "./differences.ts";
import { settleAccess } from "./settle.ts";

/** Who may use an image of a project: shown, superseded, hidden and withdrawn in place. */
export const gcpAccess: Kind<GcpAccessInputs, GcpAccessOutputs> = {
  description:
    "Who may use an image of Compute Engine, and its family. All updates are in place; deleting this hides it.",
  inputs: gcpAccessInputs,
  outputs: gcpAccessOutputs,
  id: ({ project, name }) => refOf(project, name),
  diff,
  create: ensure,
  read,
  update: (operation, _olds, news) => ensure(operation, news),
  delete: hide,
};

function diff(olds: GcpAccessOutputs, news: GcpAccessInputs): Difference {
  const replaces = changedKeys(olds, news, ["project", "name", "image", "digest"]);
  const inPlace = changedKeys(olds, news, ["serviceAccount", "ref", "public", "family", "obsolete", "replacement"]);
  const changes: string[] = [...replaces, ...inPlace];
  if (news.repair !== undefined && news.repair.length > 0) changes.push("repair");
  if (olds.result !== passed) changes.push("result");
  return { changes, replaces };
}

function ensure(operation: Operation, news: GcpAccessInputs): Promise<GcpAccessOutputs> {
  const resultAs = (result: string): GcpAccessOutputs => ({ ...news, result });
  return bestEffort(operation, {
    required: news.required,
    broken: resultAs,
    work: async () => {
      if (news.ref === null) return resultAs("broken: it is not in the cloud yet");
      await settled(operation, news);
      return resultAs(passed);
    },
  });
}

async function settled(operation: Operation, access: GcpAccessInputs): Promise<void> {
  const session = await projectsOf(operation).session(access);
  const work = () => settleAccess(session, access, operation.signal);
  await operation.locks.run(refOf(access.project, access.name), work);
}

/** The state with the differences as its result; undefined if the image is gone. */
async function read(operation: Operation, olds: GcpAccessOutputs): Promise<GcpAccessOutputs | undefined> {
  if (olds.ref === null) return olds;
  const session = await projectsOf(operation).session(olds);
  const image = await getImage(session, olds.name, operation.signal);
  if (image === undefined) return undefined;
  const policy = await getPolicy(session, olds.name, operation.signal);
  const found = differences({ image, policy }, olds);
  return { ...olds, result: found.length === 0 ? passed : `drifted: ${found.join(", ")}` };
}

/** From here on only the project may use it. Its bytes stay until their own resource is deleted. */
async function hide(operation: Operation, olds: GcpAccessOutputs): Promise<void> {
  if (olds.ref !== null) await settled(operation, { ...olds, public: false, family: null });
}
