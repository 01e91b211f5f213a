import { UserError } from "../images/model/errors.ts";
import { atHome, backendEnvironment } from "./engine/state/backend.ts";
import { isAbout, stackIn, verbIn } from "./engine/command-line.ts";
import { devStack } from "./engine/options.ts";
import { showPulumi } from "./engine/pulumi.ts";
import { withProviders } from "./engine/role-session.ts";
import { refuseNoPlace } from "./engine/stack.ts";
import { roleOf } from "./engine/stack-file.ts";

/** Runs the engine that set-up found or built, for what no other command does: `stack init`, `login`, `config`, `policy analyze`. */
export async function main(args: string[]): Promise<number> {
  const stack = stackIn(args) ?? "";
  const verb = verbIn(args) ?? "";
  const destroys = ["destroy", "down", "dn"].includes(verb);
  const role = destroys ? roleOf(stack) : undefined;
  if (destroys) refuseTakingDown(stack, role);
  // the engine would warn of a variable that only we have set
  const chooses = ["login", "logout"].includes(verb);
  if (!chooses) refuseNoPlace(process.env);
  // the dev stack's state is on this machine, whatever the login
  const env = chooses ? atHome(process.env) : backendEnvironment(isAbout(devStack, args) ? devStack : "", process.env);
  const { ok } = await showPulumi(args, role === undefined ? env : await withProviders(env, role));
  return ok ? 0 : 1;
}

/** Roles whose stacks may be destroyed, because nothing else depends on their resources. */
const destroyable: readonly (string | undefined)[] = ["testing", "runners"];

/** A destroy would delete public images without a reason. */
function refuseTakingDown(stack: string, role: string | undefined): void {
  if (destroyable.includes(role)) return;
  throw new UserError({
    where: stack === "" ? "destroy" : `destroy of the stack ${stack}`,
    value: role === undefined ? "" : `role ${role}`,
    expected: "that images leave by policy, each with its reason",
    remedy:
      stack === devStack ? "type: npm run dev -- --remove" : "see docs/take-down.md for how a stack is taken down",
  });
}
