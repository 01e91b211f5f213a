import { fileName } from "../../images/tree/files.ts";
import { glanceAccess } from "./model/access.ts";
import { debianProperties } from "./model/properties.ts";
import { isCompared } from "../observing.ts";
import type { RecordedAtTarget } from "../target.ts";
import type { Damage } from "../../images/plan/facts.ts";
import type { ImageRecord, Phase, TargetRecord } from "../../images/tree/record.ts";
import type { OpenstackTarget } from "./model/target.ts";
import type { GlanceImage } from "../../clients/openstack/services/glance.ts";

/** By image name: differences between the cloud and the record. */
export function damagesIn(
  images: readonly GlanceImage[],
  recorded: readonly RecordedAtTarget[],
  { name: target, openstack }: OpenstackTarget,
): ReadonlyMap<string, Damage> {
  const byName = Map.groupBy(images, ({ name }) => name ?? "");
  return new Map(
    recorded.flatMap((each): [string, Damage][] => {
      const atTarget = each.record.targets[target];
      if (atTarget === undefined || !isCompared(atTarget.phase)) return [];
      const found = oursAmong(byName.get(each.record.name) ?? [], each.record);
      const damage = damageOf(found, each, atTarget, openstack);
      return damage === undefined ? [] : [[each.record.name, damage]];
    }),
  );
}

/** The complete one, if there are several: the next upload removes an interrupted one beside it. */
function oursAmong(images: readonly GlanceImage[], { digest }: ImageRecord): GlanceImage | undefined {
  const ours = images.filter(({ properties }) => properties[debianProperties.digest] === digest);
  return ours.find(({ status }) => status === "active") ?? ours[0];
}

function damageOf(
  found: GlanceImage | undefined,
  { image, record, hasFile }: RecordedAtTarget,
  atTarget: TargetRecord,
  place: OpenstackTarget["openstack"],
): Damage | undefined {
  if (atTarget.phase === "withdrawn") return found === undefined ? undefined : accessDamage(found, atTarget, place);
  if (found === undefined) return { findings: ["it is missing in Glance"], repairable: hasFile };
  // an incomplete upload
  if (unfinished.has(found.status)) return { findings: [`it is ${found.status} in Glance`], repairable: hasFile };
  if (found.status !== "active") return { findings: [`it is ${found.status} in Glance`], repairable: false };
  const file = record.files.find(({ name }) => name === fileName(image, "qcow2"));
  if (found.os_hash_algo !== "sha512") {
    // the record has no other hash; the upload was checked under its id, and Glance never changes its bytes
    if (!atTarget.refs.includes(found.id))
      return {
        findings: [`its bytes in Glance have yet to be compared, by ${found.os_hash_algo ?? "no hash"}`],
        repairable: hasFile,
      };
  } else if (found.os_hash_value !== file?.sha512)
    return { findings: ["its hash in Glance is not the recorded one"], repairable: false };
  return wasShown.has(atTarget.phase) ? accessDamage(found, atTarget, place) : undefined;
}

const unfinished: ReadonlySet<GlanceImage["status"]> = new Set(["queued", "saving", "uploading", "importing"]);
const wasShown: ReadonlySet<Phase> = new Set(["current", "superseded", "hidden"]);

/** Differences of its access. The next run sets it again. */
function accessDamage(
  found: GlanceImage,
  { phase, replacement, days }: TargetRecord,
  place: OpenstackTarget["openstack"],
): Damage | undefined {
  const wanted = glanceAccess(phase, place.visibility);
  const named = found.properties[debianProperties.replacement];
  const findings = [
    ...(found.visibility === wanted.visibility ? [] : [`it is ${found.visibility}, not ${wanted.visibility}`]),
    // an image that was withdrawn before it was shown is private, and in no list
    ...(found.os_hidden === wanted.hidden || (phase === "withdrawn" && days.shown === undefined)
      ? []
      : [found.os_hidden ? "it is hidden" : "it is not hidden"]),
    ...(named === replacement ? [] : [`its replacement is ${named ?? "not named"}`]),
  ];
  return findings.length === 0 ? undefined : { findings, repairable: true };
}
