import { gateOf, type Gate, type Verdict } from "./gate.ts";
import type { Member } from "../../model/image.ts";
import { isRetired } from "../../model/target.ts";
import { refusalOfSet } from "./refusals.ts";
import { newTargetDraft, targetsOf, type Draft, type ImageDraft, type SetDraft, type TargetDraft } from "../draft.ts";
import { fail, failsOn, imageVerdict, whyItFails } from "./failing.ts";
import { obstacleAt, hidePartialOf } from "../visibility/partial.ts";
import { isUnchanged, keepHeld, type CurrentPackages } from "./held.ts";
import { hasPublicImage } from "../visibility/public.ts";

/** Call newest first. Once a newer set is public, an older set that never was can only fail. */
export function decideSet(draft: Draft, set: SetDraft, current: CurrentPackages): void {
  if (set.shown) decideShown(draft, set);
  else decideUnshown(draft, set, current);
}

function decideShown(draft: Draft, set: SetDraft): void {
  set.gate = "open";
  set.gateReason = gateOf(set.expect.required, passedOf(draft, set)).reason;
  const { newestShown } = draft;
  const isOver = draft.suiteEnded || (newestShown !== null && set.order < newestShown.order);
  if (isOver) hidePartialOf(draft, set, isOver);
  if (draft.suiteEnded) failMade(draft, set, `${draft.policy.suite} has ended`);
  else if (isOver) failMade(draft, set, `a newer one is current: ${newestShown?.version ?? ""}`);
  else {
    show(draft, set);
    if (hasPublicImage(draft, set)) draft.newestShown = set;
  }
}

/** The images of a shown set have passed; a flaky pass is only mentioned. */
function passedOf(draft: Draft, set: SetDraft): (member: Member) => Verdict {
  return (member) => {
    const image = set.images.get(member);
    const attempts = image?.record?.attempts.length ?? 0;
    const verdict = image === undefined || attempts < 2 ? undefined : imageVerdict(draft, image);
    return { state: "passed", flaky: verdict?.state === "passed" && verdict.flaky };
  };
}

/** The decision about a set that was never shown. */
type Fate = { is: "shown" | "held" } | { is: "made" | "failed"; reason: string };

function decideUnshown(draft: Draft, set: SetDraft, current: CurrentPackages): void {
  const required = gateOf(set.expect.required, (member) => requiredVerdict(draft, set, member));
  const gate = withAnImage(draft, set, required);
  set.gate = gate.state;
  set.gateReason = gate.reason;
  set.failsOn = failsOn(draft, set, gate);
  const fate = fateOf(draft, set, gate, current);
  if (fate.is === "failed") {
    set.gate = "closed";
    set.gateReason = fate.reason;
    failMade(draft, set, fate.reason);
    return;
  }
  fillTargets(draft, set);
  if (fate.is === "held") {
    keepHeld(draft, set);
  } else if (fate.is === "made") {
    keepMade(draft, set, `waits: ${fate.reason}`);
  } else {
    draft.newestShown = set;
    set.shown = true;
    show(draft, set);
  }
}

function fateOf(draft: Draft, set: SetDraft, gate: Gate, current: CurrentPackages): Fate {
  if (set.held) return fateOfHeld(draft, set);
  const failure = whyItFails(draft, set, gate);
  if (failure !== undefined) return { is: "failed", reason: failure };
  if (gate.state === "waiting") return { is: "made", reason: gate.reason };
  if (!isChosen(draft, set)) return { is: "made", reason: "not chosen for release" };
  const obstacle = obstacleOf(draft, set);
  if (obstacle !== undefined) return { is: "made", reason: obstacle };
  return { is: isUnchanged(draft, set, current) ? "held" : "shown" };
}

/** A set may be held before its images are tested, so its gate may still close. */
function fateOfHeld(draft: Draft, { images }: SetDraft): Fate {
  for (const image of images.values()) {
    const verdict = imageVerdict(draft, image);
    if (image.required && verdict.state === "failed")
      return { is: "failed", reason: `gate closed: ${image.member} ${verdict.reason}` };
  }
  return { is: "held" };
}

const isChosen = ({ policy, released }: Draft, { version }: SetDraft): boolean =>
  policy.channel !== "release" || released?.version === version;

/** A set that requires no image is shown only with at least one: readers have no use for an empty directory. */
function withAnImage(draft: Draft, set: SetDraft, gate: Gate): Gate {
  if (gate.state !== "open" || set.expect.required.length > 0) return gate;
  const verdicts = [...set.images.keys()].map((member) => [member, requiredVerdict(draft, set, member)] as const);
  if (verdicts.some(([, verdict]) => verdict?.state === "passed")) return gate;
  if (verdicts.some(([, verdict]) => verdict?.state === "undecided"))
    return { ...gate, state: "assumed", reason: "tests run during this update" };
  const reasons = verdicts.flatMap(([member, verdict]) =>
    verdict !== null && "reason" in verdict ? [`${member} ${verdict.reason}`] : [],
  );
  return { ...gate, state: "waiting", reason: `no image can be shown: ${reasons.join("; ")}` };
}

function requiredVerdict(draft: Draft, { images, unwanted }: SetDraft, member: Member): Verdict | null {
  const image = images.get(member);
  if (image === undefined) {
    const why = unwanted.get(member);
    return why === undefined ? null : { state: "failed", reason: why };
  }
  for (const { phase, target, reason } of image.targets.values()) {
    if (isRetired(target)) continue;
    if (phase === "withdrawn") return { state: "failed", reason: "is withdrawn" };
    if (phase === "gone") return { state: "failed", reason: "is gone" };
    if (phase === "failed" && target.required) return { state: "failed", reason };
    if (phase === "lost" && target.required) return { state: "waiting", reason: `is lost at ${target.name}` };
  }
  return imageVerdict(draft, image);
}

/** Why a set whose gate opens cannot be shown now. Required targets, the tree among them, show it together; others follow when they can. */
function obstacleOf(draft: Draft, set: SetDraft): string | undefined {
  for (const target of draft.policy.targets) {
    const obstacle = target.required ? obstacleAt(draft, set, target) : undefined;
    if (obstacle !== undefined) return obstacle;
  }
  return undefined;
}

/** Shows the made images at every target that can show them; late images of a shown set join it in the same way. */
function show(draft: Draft, set: SetDraft): void {
  fillTargets(draft, set);
  const obstacles = new Map(draft.policy.targets.map((target) => [target.name, obstacleAt(draft, set, target)]));
  for (const image of set.images.values()) {
    for (const atTarget of image.targets.values()) {
      if (atTarget.phase === "made") showImage(draft, image, atTarget, obstacles.get(atTarget.target.name));
    }
  }
}

function showImage(draft: Draft, image: ImageDraft, atTarget: TargetDraft, obstacle: string | undefined): void {
  const verdict = imageVerdict(draft, image);
  if (verdict.state === "failed") fail(draft, atTarget, verdict.reason);
  else if (verdict.state === "waiting") atTarget.reason = `waits: ${verdict.reason}`;
  else if (obstacle !== undefined) atTarget.reason = `waits: ${obstacle}`;
  else {
    atTarget.phase = "current";
    atTarget.days = { ...atTarget.days, shown: draft.today };
  }
}

/** A target that was added after the set was made gets the set too. */
function fillTargets(draft: Draft, set: SetDraft): void {
  for (const { image, targets } of set.images.values()) {
    if (targets.size === draft.policy.targets.length || [...targets.values()].some(hasEnded)) continue;
    for (const target of targetsOf(draft, image)) {
      if (!targets.has(target.name)) targets.set(target.name, newTargetDraft(target, draft.today));
    }
  }
}

const hasEnded = ({ phase, target }: TargetDraft): boolean =>
  !isRetired(target) && (phase === "withdrawn" || phase === "gone" || phase === "failed");

function keepMade(draft: Draft, set: SetDraft, reason: string): void {
  for (const image of set.images.values()) {
    const verdict = image.required ? undefined : imageVerdict(draft, image);
    for (const atTarget of image.targets.values()) {
      if (atTarget.phase !== "made") continue;
      if (verdict?.state === "failed") fail(draft, atTarget, verdict.reason);
      else atTarget.reason = reason;
    }
  }
}

/** Candidates of a failed set are refused; images already made are marked failed. */
function failMade(draft: Draft, set: SetDraft, reason: string): void {
  for (const [member, image] of set.images) {
    if (image.record === null) {
      set.images.delete(member);
      draft.refusals.push({ where: image.name, ...refusalOfSet(reason) });
      continue;
    }
    for (const atTarget of image.targets.values()) {
      const { phase, days } = atTarget;
      if (days.shown === undefined && (phase === "made" || phase === "held" || phase === "lost"))
        fail(draft, atTarget, ownFailure(draft, image) ?? reason);
    }
  }
}

function ownFailure(draft: Draft, image: ImageDraft): string | undefined {
  const verdict = imageVerdict(draft, image);
  return verdict.state === "failed" ? verdict.reason : undefined;
}
