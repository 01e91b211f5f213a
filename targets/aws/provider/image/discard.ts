import type { Region } from "../../../../clients/aws/account.ts";
import { deregisterImage, unprotectImage, type Ami } from "../../../../clients/aws/images.ts";
import { UserError } from "../../../../images/model/errors.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { accountsOf, deletionLogin, type LoginOfRegions } from "../accounts.ts";
import { deleteUnused } from "./unused-snapshot.ts";

/**
 * Removes what AWS could not make: nobody ever saw it, and its name and quota are to be free again. Where that is refused, as while AWS
 * calls it pending, it is said: a copy is made beside it, since the names of copies need not be unique.
 */
export async function discard(operation: Operation, { name }: Region, ami: Ami, login: LoginOfRegions): Promise<void> {
  const { signal, report, warn } = operation;
  report(`${name}: ${ami.id} is ${ami.state} (${ami.stateReason}); it is made again`);
  try {
    const region = (await accountsOf(operation).of(deletionLogin(login), signal)).region(name);
    if (ami.protection !== "disabled") await unprotectImage(region, ami.id, signal);
    await deregisterImage(region, ami.id, signal);
    if (ami.snapshot !== undefined) await deleteUnused(region, ami.snapshot, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof UserError)) throw error;
    warn(`${name}: ${ami.id}, which AWS could not make, is still there: ${error.message}`);
  }
}
