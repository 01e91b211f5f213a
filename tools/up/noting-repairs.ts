import path from "node:path";
import { readRepairs, repairsVariable } from "../../storage/repairs.ts";
import type { Session } from "../engine/session.ts";
import { inTemporaryFolder } from "./run.ts";

/** By URN, what was found changed in the tree so far and then written again. */
export type Repairs = () => Promise<ReadonlyMap<string, readonly string[]>>;

/** Works with a session in which the providers note what they repair. */
export const notingRepairs = <Result>(
  session: Session,
  work: (session: Session, repairs: Repairs) => Promise<Result>,
): Promise<Result> =>
  inTemporaryFolder((folder) => {
    const file = path.join(folder, "repairs");
    return work({ ...session, env: { ...session.env, [repairsVariable]: file } }, () => readRepairs(file));
  });
