import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { dueOf, type Due } from "../../stacks/guard-rule.ts";
import { showPulumi } from "../engine/pulumi.ts";
import type { Session } from "../engine/session.ts";
import { readState } from "../engine/state.ts";
import type { Publications } from "../publications.ts";
import { unexplained } from "./due.ts";
import { forgotten } from "./forgotten.ts";
import { removalsIn } from "./saved-plan.ts";
import { refusalLines } from "./summary.ts";

/** How a run of the engine ended: `refused` and `interrupted` end everything, after `failed` the records may say more. */
export type Ending = "done" | "failed" | "refused" | "interrupted";

/** Previews what is to be done, looks through it, and lets the engine do that and nothing else. */
export async function run(session: Session, wanted: Publications): Promise<Ending> {
  const folder = await mkdtemp(path.join(tmpdir(), "cloud-images-plan-"));
  try {
    const saved = path.join(folder, "plan.json");
    const updateArgs = [...session.updateArgs, "--suppress-outputs"];
    const previewed = await preview({ ...session, updateArgs }, wanted, saved);
    if (previewed !== "done") return previewed;
    const env = { ...session.env, PULUMI_EXPERIMENTAL: "1" };
    const updated = await showPulumi(["up", ...updateArgs, "--yes", "--skip-preview", "--plan", saved], env);
    if (updated.interrupted) return "interrupted";
    return updated.ok ? "done" : "failed";
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Shows what the engine would do, and refuses what of it is not due; the engine's plan is left in a file. */
export async function preview(
  session: Session,
  wanted: Publications,
  saved: string,
): Promise<Exclude<Ending, "failed">> {
  const previewed = await showPulumi(["preview", ...session.updateArgs, "--save-plan", saved], session.env);
  if (previewed.interrupted) return "interrupted";
  const removals = previewed.ok ? removalsIn(await readFile(saved, "utf8")) : [];
  if (previewed.ok && removals.length === 0) return "done";
  const { resources } = await readState(session.stack, session.env);
  const due = dueIn(wanted);
  const refusals = previewed.ok ? unexplained(removals, due, resources) : forgotten(resources, due);
  for (const line of refusalLines(refusals)) console.error(line);
  return previewed.ok && refusals.length === 0 ? "done" : "refused";
}

function dueIn({ publications }: Publications): Due {
  const tombstones = publications.flatMap(({ facts }) => facts.tombstones);
  return dueOf(
    publications.map(({ plan }) => plan),
    tombstones,
  );
}
