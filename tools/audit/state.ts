import { isDeepStrictEqual } from "node:util";
import type { Subject } from "../../images/model/subject.ts";
import { componentTypes } from "../../images/tree/resources.ts";
import { mirrorTarget } from "../../images/model/target.ts";
import { subjectOf } from "../../targets/subject.ts";
import type { Registered } from "../../policy/identity.ts";
import { violationsOf } from "../../policy/ask.ts";
import { createProvider } from "../../provider/index.ts";
import { mapBounded } from "../../storage/bounded.ts";
import type { Session } from "../engine/session.ts";
import type { StackState } from "../engine/state/state.ts";
import { partsOfUrn } from "../engine/urn.ts";
import type { Publications } from "../publications.ts";
import { unknownResources } from "../up/saved-plan/unknown-resources.ts";
import { dueIn } from "../up/run.ts";
import { stuckIn } from "../up/stuck.ts";
import { twinsIn } from "../up/saved-plan/twins.ts";
import type { Finding, Unasked } from "./finding.ts";

interface StateAudit {
  findings: Finding[];
  unasked: Unasked[];
}

/** Compares the state with the real resources, the plan and the policy. */
export async function auditState(session: Session, state: StackState, wanted: Publications): Promise<StateAudit> {
  const due = dueIn(wanted);
  const live = await auditLive(session, state, wanted);
  return {
    findings: [
      ...live.findings,
      ...planFindings(state, wanted),
      ...unknownResources(state.resources, due).map(({ where }): Finding => ({
        kind: "state",
        where,
        finding: "is in the state, and the plan does not know it",
      })),
      ...stuckIn(state, due).map((urn): Finding => ({
        kind: "state",
        where: partsOfUrn(urn).name,
        finding: "is protected, though it is due for deletion: npm run preview says how the protection is removed",
      })),
      ...twinsIn(state.resources).map(({ urn, of }): Finding => ({
        kind: "state",
        where: partsOfUrn(urn).name,
        finding: `is a twin of ${of}: npm run up says how to remove it`,
      })),
      ...policyFindings(state),
    ],
    unasked: live.unasked,
  };
}

const components: ReadonlySet<string> = new Set(Object.values(componentTypes));

/** Whether the resource has a counterpart outside the state, which may have changed. */
function isLookedAt(type: string, subject: Subject, lost: ReadonlySet<unknown>): boolean {
  if (components.has(type)) return false;
  switch (subject.of) {
    case "image":
      if (subject.part === "files") return !lost.has(subject.image);
      return subject.part === "upload" || subject.part === "access";
    case "set":
      return subject.part === "directory";
    case "pointers":
    case "index":
      return true;
    default:
      return false;
  }
}

const looksAtOnce = 8;

/** Compares each resource with its counterpart, as a refresh does, but writes nothing. */
async function auditLive(
  { settings: { retention }, places }: Session,
  { resources }: StackState,
  { publications }: Publications,
): Promise<StateAudit> {
  const provider = createProvider({ report: () => undefined, warn: () => undefined });
  await provider.configure({ ...places, dailiesGoAfter: retention.deleteAfter.mirror });
  const targets = publications.flatMap(({ policy }) => policy.targets);
  const required = new Set(targets.filter((target) => target.required).map(({ name }) => name));
  const findings: Finding[] = [];
  const unasked: Unasked[] = [];
  const lost = lostFiles(publications);
  const looked = [...resources]
    .map(([urn, { inputs, outputs }]) => {
      const { type, name } = partsOfUrn(urn);
      return { urn, type, name, inputs, outputs, subject: subjectOf({ type, name, inputs }) };
    })
    .filter(({ type, subject }) => isLookedAt(type, subject, lost));
  await mapBounded(looked, looksAtOnce, async ({ urn, name, inputs, outputs, subject }) => {
    try {
      // the state's outputs lack the properties that are inputs
      const before = { ...inputs, ...outputs };
      const found = await provider.read(urn, { id: name, inputs: { ...inputs }, outputs: before });
      for (const finding of differences(before, found?.outputs))
        findings.push({ kind: "resource", where: name, finding });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (subject.of === "image" && subject.part !== "files")
        unasked.push({ where: name, reason, required: subject.targets.some((target) => required.has(target)) });
      else findings.push({ kind: "resource", where: name, finding: reason });
    }
  });
  return { findings, unasked };
}

/** Images that are recorded as lost: their missing files are no finding. */
const lostFiles = (publications: Publications["publications"]): ReadonlySet<unknown> =>
  new Set(
    publications
      .flatMap(({ plan }) => plan.sets)
      .flatMap(({ images }) => images)
      .filter(({ targets }) => targets.get(mirrorTarget.name)?.phase === "lost")
      .map(({ name }) => name),
  );

function differences(
  before: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>> | undefined,
): string[] {
  if (now === undefined) return ["is gone"];
  const keys = Object.keys(now).filter((key) => !isDeepStrictEqual(before[key], now[key]));
  return keys.map((key) => `${key}: ${inWords(now[key])}, and was ${inWords(before[key])}`);
}

const inWords = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value)).slice(0, 200);

/** Images that are public by the plan and missing in the state. */
function planFindings({ resources }: StackState, { publications }: Publications): Finding[] {
  const known = new Set([...resources].map(([, { inputs }]) => inputs["image"]));
  return publications
    .flatMap(({ plan }) => plan.sets)
    .flatMap(({ images }) => images)
    .filter(
      ({ name, record, targets }) =>
        record !== null && [...targets.values()].some(({ listed }) => listed) && !known.has(name),
    )
    .map(({ name }) => ({
      kind: "state",
      where: name,
      finding: "is public, and missing in the state: npm run up adds it",
    }));
}

const policyFindings = (state: StackState): Finding[] =>
  violationsOf([...state.resources].map(([urn, { inputs }]) => registered(urn, inputs, state.protected.has(urn)))).map(
    ({ rule, name, message }) => ({ kind: "policy", where: name, finding: `${rule}: ${message}` }),
  );

const registered = (urn: string, inputs: Readonly<Record<string, unknown>>, protect: boolean): Registered => ({
  urn,
  ...partsOfUrn(urn),
  props: inputs,
  protect,
});
