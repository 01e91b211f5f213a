import { UserError } from "../../images/model/errors.ts";
import { showPulumi } from "../engine/pulumi.ts";
import type { Session } from "../engine/session.ts";

/** Compares the engine's state with the world; a plan that is enforced afterwards must have been made from what it found. */
export async function refreshState({ stackArgs, env }: Session): Promise<void> {
  const { ok } = await showPulumi(["refresh", ...stackArgs, "--yes", "--skip-preview", "--suppress-outputs"], env);
  if (!ok)
    throw new UserError({
      where: "--refresh",
      value: "failed",
      expected: "that the engine can compare its state with the world",
      remedy: "see what it said above; nothing was published",
    });
}
