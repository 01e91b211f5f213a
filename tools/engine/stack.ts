import { existsSync } from "node:fs";
import { z } from "zod";
import { withoutCredential } from "../../images/credentials/credentials.ts";
import { UserError } from "../../images/model/errors.ts";
import { WrongUse } from "../setup/errors.ts";
import { removeEmptySidecars } from "./sidecars.ts";
import { fileBackend, isBackend, stateFile } from "./state/backend.ts";
import { askPulumi, showPulumi } from "./pulumi.ts";
import { devStack } from "./options.ts";

const stackList = z.array(z.object({ name: z.string() }));

/** Makes sure that the engine finds the stack. Makes the dev stack if it is missing; any other is made by a person, once. */
export async function ensureStack(stack: string, env: NodeJS.ProcessEnv): Promise<void> {
  refuseNoPlace(env);
  const url = env["PULUMI_BACKEND_URL"] ?? "";
  const root = fileBackend(url);
  if (root !== undefined) await removeEmptySidecars(root);
  // asking the engine costs a third of a second
  if (existsSync(stateFile(stack, env) ?? "")) return;
  const listed = await askPulumi(["stack", "ls", "--json"], env);
  if (!listed.ok) throw unusable(url, "see the engine's error above, and run again; docs/state.md has the places");
  const names = stackList.parse(JSON.parse(listed.output)).map(({ name }) => name);
  if (names.includes(stack)) return;
  if (stack !== devStack) {
    const known = names.length === 0 ? "there is none yet" : `there are ${names.join(", ")}`;
    throw new WrongUse(
      `--stack ${stack}: no such stack, ${known}; make it once with: npm run pulumi -- stack init ${stack}`,
    );
  }
  const made = await showPulumi(["stack", "init", devStack, "--no-select"], env);
  if (!made.ok) throw unusable(url, "see why the engine could not make the dev stack, above, and run again");
}

/** Throws a UserError for an address that the engine would take for one of its maker's service, and ask for a token. */
export function refuseNoPlace({ PULUMI_BACKEND_URL: url = "" }: NodeJS.ProcessEnv): void {
  if (url !== "" && !isBackend(url)) throw unusable(url, "correct it: docs/state.md has one for each place");
}

const unusable = (url: string, remedy: string): UserError =>
  new UserError({
    where: "PULUMI_BACKEND_URL",
    value: withoutCredential(url),
    expected: "the URL of a place for the state, as file:///srv/cloud-images/state, which the engine can open",
    remedy,
  });
