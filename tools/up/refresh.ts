import { UserError } from "../../images/model/errors.ts";
import { showInline } from "../engine/inline.ts";
import type { Session } from "../engine/session.ts";

/** Updates the engine's state from the real resources. A saved plan must be made after it. */
export async function refreshState({ stackArgs, env }: Session): Promise<void> {
  const { ok } = await showInline(["refresh", ...stackArgs, "--yes", "--skip-preview", "--suppress-outputs"], env);
  if (!ok)
    throw new UserError({
      where: "--refresh",
      value: "failed",
      expected: "resources that the engine can compare with its state",
      remedy: "see the engine's error above; nothing was published",
    });
}
