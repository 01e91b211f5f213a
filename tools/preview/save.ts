import path from "node:path";
import { type Approval, approvalApi, sealed } from "../../images/approval/approval.ts";
import { writeApproval, readBegun } from "../../storage/approvals.ts";
import type { Session } from "../engine/session.ts";
import type { Publications } from "../publications.ts";
import type { PreviewOptions } from "./options.ts";
import { changesIn } from "../up/saved-plan/saved-plan.ts";
import { approvable } from "../approval/approvable.ts";

/** The next step after a preview. */
interface Offer {
  /** The command that carries out the plan; null if there is nothing to approve. */
  approve: string | null;
  remarks: readonly string[];
}

/** Saves the previewed plan to a file. Returns the command that carries it out. `engine`: the engine's saved plan. */
export async function saveApproval(
  session: Session,
  wanted: Publications,
  engine: string,
  options: PreviewOptions,
): Promise<Offer> {
  if (wanted.remote)
    return { approve: null, remarks: ["nothing to approve: the tree is not on this machine; preview where it is"] };
  const { refresh, lasting } = options;
  const approval = await approvalOf(session, wanted, { engine, refresh, arguments: [...lasting] });
  await writeApproval(options.files.plan, approval);
  // written anyway: CI always previews and then runs, and need not check whether the file exists
  if (doesNothing(approval)) return { approve: null, remarks: ["nothing to approve: the run would change nothing"] };
  return { approve: lineFor(options), remarks: begunLines(approval) };
}

const doesNothing = ({ steps, replaces }: Approval): boolean => Object.keys(steps).length === 0 && replaces === null;

const begunLines = ({ replaces }: Approval): string[] =>
  replaces === null
    ? []
    : ["another approval of this stack is begun and not done: run that one again, or this one replaces it"];

/** The command that a person types in the current folder. */
function lineFor({ stack, configFile, files }: Pick<PreviewOptions, "stack" | "configFile" | "files">): string {
  const near = path.relative(process.cwd(), files.plan);
  const file = near.startsWith("..") ? files.plan : near;
  const config = configFile === null ? [] : ["--config-file", configFile];
  return ["npm", "run", "up", "--", "--stack", stack, ...config, "--plan", file].map(quoted).join(" ");
}

const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/** The previewed plan as an approval, which can be carried out. */
async function approvalOf(
  session: Session,
  wanted: Publications,
  how: Pick<Approval, "engine" | "refresh" | "arguments">,
): Promise<Approval> {
  const now = await approvable(session, wanted);
  const begun = await readBegun(session.places, now.stack);
  return sealed({
    apiVersion: approvalApi,
    kind: "Approval",
    ...now,
    ...how,
    remarks: Object.fromEntries(wanted.publications.map(({ name, remarks }) => [name, remarks])),
    steps: changesIn(how.engine),
    replaces: begun?.approval ?? null,
  });
}
