import type { Problem } from "../../../images/model/errors.ts";
import type { ResourceIdentity } from "../../../images/model/subject.ts";
import { modelOfType } from "../../../targets/models.ts";
import { subjectOf } from "../../../targets/subject.ts";
import type { ResourceState } from "../../engine/state/state.ts";
import { partsOfUrn } from "../../engine/urn.ts";

/** A second resource in the state for the same files or the same upload, which a faulty program made. */
interface Twin {
  urn: string;
  /** The name of the resource that this program registers. */
  of: string;
}

/** The resource's name in this program, by its inputs; undefined for a resource of a set or channel. */
function rightName(resource: Required<ResourceIdentity>): string | undefined {
  const subject = subjectOf(resource);
  if (subject.of !== "image") return undefined;
  return subject.part === "files" ? `${subject.image}-files` : modelOfType(resource.type)?.nameOf(resource);
}

/** A resource with another name than in this program, while the one with the right name exists too. */
export function twinsIn(resources: ReadonlyMap<string, ResourceState>): Twin[] {
  const all = [...resources].map(([urn, { inputs }]) => ({ urn, ...partsOfUrn(urn), inputs }));
  const there = new Set(all.map(({ type, name }) => `${type} ${name}`));
  return all.flatMap(({ urn, type, name, inputs }) => {
    const right = rightName({ type, name, inputs });
    return right === undefined || right === name || !there.has(`${type} ${right}`) ? [] : [{ urn, of: right }];
  });
}

/**
 * The message for a person. The engine would delete the twin and with it the files of both, so the twin must be removed from
 * the state. Other resources depend on it in the state until a run without it.
 */
export function twinProblems(twins: readonly Twin[], stack: string): Problem[] {
  const excluded = twins.map(({ urn }) => `--exclude '${urn}'`).join(" ");
  const urns = twins.map(({ urn }) => `'${urn}'`).join(" ");
  const remedy = "a faulty program has run; nothing is lost";
  const line =
    `npm run up -- --stack ${stack} ${excluded} && ` +
    `npm run pulumi -- state delete ${urns} --force --yes --stack ${stack}`;
  const last = twins.at(-1);
  return twins.map((twin) => ({
    where: partsOfUrn(twin.urn).name,
    value: twin.urn,
    expected: `no second resource for the image of ${twin.of}, of which this is a twin`,
    remedy: `${remedy}. ${twin === last ? `Type: ${line}` : "The command in the last of these messages removes it"}`,
  }));
}
