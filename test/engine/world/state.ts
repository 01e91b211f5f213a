import { writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { expectExit } from "../command/said.ts";
import type { World } from "./world.ts";

const resource = z.looseObject({ urn: z.string(), id: z.string().optional() });
const exported = z.looseObject({ deployment: z.looseObject({ resources: z.array(resource) }) });

type StateResource = z.output<typeof resource>;

/** Changes the state of a world's stack by export and import. */
export async function editState(world: World, edit: (resources: StateResource[]) => void): Promise<void> {
  const { stdout } = await world.pulumi(() => ["stack", "export", "--stack", world.stack]);
  const state = exported.parse(JSON.parse(stdout));
  edit(state.deployment.resources);
  const file = path.join(world.folder, "edited.json");
  await writeFile(file, JSON.stringify(state));
  expectExit(await world.pulumi(() => ["stack", "import", "--stack", world.stack, "--file", file]), 0);
}

/** The resource whose URN ends so. */
export function resourceOf(resources: readonly StateResource[], ending: string): StateResource {
  const found = resources.find(({ urn }) => urn.endsWith(ending));
  if (found === undefined) throw new Error(`the state has no ${ending}`);
  return found;
}
