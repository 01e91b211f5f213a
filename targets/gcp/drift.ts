import type { Damage } from "../../images/plan/facts.ts";
import type { Phase, TargetRecord } from "../../images/tree/record.ts";
import type { GoogleImage } from "../../clients/gcp/images.ts";
import { getPolicy } from "../../clients/gcp/policies.ts";
import { Refusal } from "../../clients/gcp/refusal.ts";
import type { Session } from "../../clients/gcp/session.ts";
import { Slots } from "../../provider-sdk/concurrency.ts";
import type { RecordedAtTarget } from "../target.ts";
import { gcpAccess } from "./model/access.ts";
import { gcpNames } from "./model/names.ts";
import { debianLabels, digestLabel } from "./model/properties.ts";
import type { GcpTarget } from "./model/target.ts";
import { differences } from "./provider/access/differences.ts";
import { newerIn } from "./provider/families/newer.ts";

export interface Damages {
  /** By image. */
  damaged: Map<string, Damage>;
  /** Why some images could not be judged; undefined where all were. */
  unread: string | undefined;
}

const policiesAtOnce = 8;

/** Phases in which somebody relies on the image, or is not to see it any more. */
const kept: ReadonlySet<Phase> = new Set(["made", "held", "current", "superseded", "hidden", "withdrawn", "lost"]);
/** Phases in which it is said who may use it. */
const hasAccess: ReadonlySet<Phase> = new Set(["current", "superseded", "hidden", "withdrawn"]);

/** What is wrong with the recorded images of a project. */
export async function damagesIn(
  session: Session,
  images: readonly GoogleImage[],
  recorded: readonly RecordedAtTarget[],
  target: GcpTarget,
  signal: AbortSignal,
): Promise<Damages> {
  const slots = new Slots(policiesAtOnce);
  const damaged = new Map<string, Damage>();
  let unread: string | undefined;
  const judge = async (each: RecordedAtTarget): Promise<void> => {
    const { image, record } = each;
    const standing = record.targets[target.name];
    if (standing === undefined || !kept.has(standing.phase)) return;
    const { name, family } = gcpNames(image, target.gcp.prefix);
    const found = images.find((known) => known.name === name);
    const damage =
      damageOf(found, each, standing) ??
      (found === undefined ? undefined : await accessDamage({ session, found, standing, family, images, signal }));
    if (damage === "unknown") unread = `who may use ${name} cannot be read`;
    else if (damage !== undefined) damaged.set(record.name, damage);
  };
  await Promise.all(recorded.map((each) => slots.run(signal, () => judge(each))));
  return { damaged, unread };
}

function damageOf(
  found: GoogleImage | undefined,
  { record, hasFile }: RecordedAtTarget,
  { phase }: TargetRecord,
): Damage | undefined {
  if (found === undefined)
    return phase === "withdrawn" ? undefined : { findings: ["it is missing in Compute Engine"], repairable: hasFile };
  if (found.labels[debianLabels.digest] !== digestLabel(record.digest))
    return { findings: [`its label ${debianLabels.digest} is not that of the recorded image`], repairable: false };
  if (found.status === "PENDING") return { findings: ["Google is still making it"], repairable: hasFile };
  if (found.status !== "READY") return { findings: [`it is ${found.status} in Compute Engine`], repairable: hasFile };
  return undefined;
}

interface Judged {
  session: Session;
  found: GoogleImage;
  standing: TargetRecord;
  family: string;
  images: readonly GoogleImage[];
  signal: AbortSignal;
}

/** What somebody changed of who sees it; put right by the next run. */
async function accessDamage({
  session,
  found,
  standing,
  family,
  images,
  signal,
}: Judged): Promise<Damage | "unknown" | undefined> {
  const { phase, replacement = null } = standing;
  if (!hasAccess.has(phase)) return undefined;
  const access = gcpAccess(phase);
  try {
    const policy = await getPolicy(session, found.name, signal);
    const wanted = { ...access, family: access.inFamily ? family : null, replacement };
    const findings = [
      ...differences({ image: found, policy }, wanted),
      ...(phase === "current" ? familyDamage(found, images, family) : []),
    ];
    return findings.length === 0 ? undefined : { findings, repairable: true };
  } catch (error) {
    if (error instanceof Refusal && !signal.aborted) return "unknown";
    throw error;
  }
}

/** A family leads to its newest image: of the current one's family, that is the current one. */
function familyDamage(found: GoogleImage, images: readonly GoogleImage[], family: string): string[] {
  if (found.family === "") return ["no family"];
  return newerIn(images, found, family).map(({ name }) => `family ${family} leads to ${name}`);
}
