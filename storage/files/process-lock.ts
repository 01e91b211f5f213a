import { once } from "node:events";
import { UserError } from "../../images/model/errors.ts";
import { start } from "../programs/start.ts";

/** So long one process waits for the others; each holds a lock for milliseconds. */
const mostSeconds = 60;

/**
 * Does work while no other process of this machine has the lock on a folder. The kernel holds it, for a child that ends with this
 * process: a kill leaves no lock behind, and no file marks it. Throws a UserError if another process keeps it.
 *
 * @param folder one that is there
 */
export async function withFolderLock<Result>(
  folder: string,
  work: () => Promise<Result>,
  seconds = mostSeconds,
): Promise<Result> {
  const wait = ["--exclusive", "--wait", String(seconds)];
  const holder = start("flock", [...wait, folder, "sh", "-c", "echo held; exec cat"], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  const ended = once(holder, "close");
  holder.stdin.on("error", () => undefined);
  const held = once(holder.stdout, "data").then(() => true);
  try {
    if (!(await Promise.race([held, ended.then(() => false)])))
      throw holder.exitCode === 1 ? keptByAnother(folder, seconds) : cannotLock(folder, holder.exitCode);
    return await work();
  } finally {
    holder.stdin.end();
    holder.stdout.resume();
    await ended;
  }
}

const keptByAnother = (where: string, seconds: number): UserError =>
  new UserError({
    where,
    value: `locked by another process for more than ${seconds} seconds`,
    expected: "a folder that each run locks for a moment",
    remedy: `see which process hangs (fuser -v ${where}), end it, and run again`,
  });

/** flock exits with 1 for a lock that another has, and otherwise where it cannot lock at all. */
const cannotLock = (where: string, code: number | null): UserError =>
  new UserError({
    where,
    value: `flock ended with ${code}`,
    expected: "a folder that is there, on a file system with locks",
    remedy: `see what flock says of it (flock ${where} true), and run again`,
  });
