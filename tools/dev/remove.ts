import { readdir, rm, rmdir } from "node:fs/promises";
import path from "node:path";
import { UserError } from "../../images/model/errors.ts";
import { hasCode, ifPresent } from "../../storage/files/fault.ts";
import { fileBackend, lockFolder } from "../engine/state/backend.ts";
import { locksIn, whileLocked } from "../engine/state/locks.ts";
import { devStack } from "../engine/options.ts";
import { clearLocks, heldStack } from "../up/recover.ts";

interface DevPlaces {
  /** Holds all files of the dev stack; other stacks may keep their state in it. */
  folder: string;
  /** The URL of the backend with the dev stack's state. */
  backend: string;
}

/**
 * Removes everything that `npm run dev` made: the state first, so that the next run can adopt the tree after a kill. Keeps
 * other stacks' files in the same folder. Returns the removed paths. Throws a UserError, and removes nothing, while a run is
 * active.
 */
export async function removeDev({ folder, backend }: DevPlaces): Promise<string[]> {
  const state = fileBackend(backend);
  if (state === undefined) throw new UserError(stateElsewhere(backend));
  const locks = lockFolder(devStack, { PULUMI_BACKEND_URL: backend });
  if (locks !== undefined) await clearLocks(locksIn(locks), heldStack(devStack));
  const made = [
    "artifacts",
    "tree",
    "staging",
    "clouds",
    `previews/${devStack}`,
    `log/${devStack}.txt`,
    `Pulumi.${devStack}.yaml`,
  ];
  const went: string[] = [];
  const remove = async () => {
    const isOnlyDev = (await otherStacks(state)).length === 0 && isInside(state, folder);
    const parts = isOnlyDev ? [state] : (await stateFiles(state)).map((name) => path.join(state, name));
    for (const part of [...parts, ...made.map((name) => path.join(folder, name))])
      if (await removeWhole(part)) went.push(part);
  };
  if ((await ifPresent(readdir(state))) === undefined) await remove();
  else if (locks !== undefined && !(await whileLocked(locks, remove)))
    await clearLocks(locksIn(locks), heldStack(devStack));
  for (const emptied of ["previews", "log", ""]) await removeEmpty(path.join(folder, emptied));
  return went;
}

const stateElsewhere = (backend: string) => ({
  where: "PULUMI_BACKEND_URL",
  // a URL may hold a password
  value: backend.replace(/\/\/[^/@]*@/, "//…@"),
  expected: "the dev stack's state in a folder of this machine",
  remedy: `type: npm run pulumi -- stack rm ${devStack} --yes --force --preserve-config, and delete .dev`,
});

/** The files of one stack in the engine's file backend. */
const stateFolders = {
  stacks: ".pulumi/stacks/cloud-images",
  history: ".pulumi/history/cloud-images",
  backups: ".pulumi/backups/cloud-images",
} as const;

async function otherStacks(state: string): Promise<string[]> {
  const projects = (await ifPresent(readdir(path.join(state, ".pulumi/stacks"), { recursive: true }))) ?? [];
  return projects.filter((name) => name.endsWith(".json") && name !== `cloud-images/${devStack}.json`);
}

async function stateFiles(state: string): Promise<string[]> {
  const names = (await ifPresent(readdir(path.join(state, stateFolders.stacks)))) ?? [];
  const ofStack = names.filter((name) => name.startsWith(`${devStack}.json`));
  return [
    ...ofStack.map((name) => path.join(stateFolders.stacks, name)),
    path.join(stateFolders.history, devStack),
    path.join(stateFolders.backups, devStack),
  ];
}

const isInside = (inner: string, outer: string): boolean => inner.startsWith(`${outer}${path.sep}`);

async function removeWhole(name: string): Promise<boolean> {
  try {
    await rm(name, { recursive: true });
    return true;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return false;
    throw error;
  }
}

async function removeEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch((error: unknown) => {
    if (!hasCode(error, "ENOENT") && !hasCode(error, "ENOTEMPTY")) throw error;
  });
}
