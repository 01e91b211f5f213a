import type { Damage } from "../../images/plan/facts.ts";
import type { Phase, TargetRecord } from "../../images/tree/record.ts";
import type { GoogleImage } from "../../clients/gcp/images.ts";
import { getPolicy } from "../../clients/gcp/policies.ts";
import { Refusal } from "../../clients/gcp/refusal.ts";
import type { Session } from "../../clients/gcp/session.ts";
import { Slots } from "../../storage/concurrency.ts";
import { isCompared } from "../observing.ts";
import type { RecordedAtTarget } from "../target.ts";
import { gcpAccess } from "./model/access.ts";
import { gcpNames } from "./model/names.ts";
import { debianLabels, digestLabel } from "./model/properties.ts";
import type { GcpTarget } from "./model/target.ts";
import { differences } from "./provider/access/differences.ts";
import { newerIn } from "./provider/families/newer.ts";

interface Damages {
  /** By image. */
  damaged: Map<string, Damage>;
  /** Why some images could not be judged; undefined where all were. */
  unread: string | undefined;
}

const policiesAtOnce = 8;

/** Phases in which the image was shown, or is withdrawn: its policy is compared too. */
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
  const byName = new Map(images.map((image) => [image.name, image]));
  const judge = async (each: RecordedAtTarget): Promise<void> => {
    const { image, record } = each;
    const atTarget = record.targets[target.name];
    if (atTarget === undefined || !isCompared(atTarget.phase)) return;
    const { name, family } = gcpNames(image, target.gcp.prefix);
    const found = byName.get(name);
    const damage =
      damageOf(found, each, atTarget) ??
      (found === undefined ? undefined : await accessDamage({ session, found, atTarget, family, images, signal }));
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
  atTarget: TargetRecord;
  family: string;
  images: readonly GoogleImage[];
  signal: AbortSignal;
}

/** Differences of its policy and family. The next run sets them again. "unknown" where they cannot be read. */
async function accessDamage({
  session,
  found,
  atTarget,
  family,
  images,
  signal,
}: Judged): Promise<Damage | "unknown" | undefined> {
  const { phase, replacement = null } = atTarget;
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

/** Google leads a family to its newest image, which must be the current one. */
function familyDamage(found: GoogleImage, images: readonly GoogleImage[], family: string): string[] {
  if (found.family === "") return ["no family"];
  return newerIn(images, found, family).map(({ name }) => `family ${family} leads to ${name}`);
}
