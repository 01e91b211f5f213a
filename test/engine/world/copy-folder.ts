import { rm } from "node:fs/promises";
import { runProgram } from "../command/command.ts";

/** Makes the folder `to` a copy of `from`, with times, links and holes. */
export async function copyFolder(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  const { exitCode, stderr } = await runProgram("cp", ["--archive", "--sparse=always", from, to], process.env);
  if (exitCode !== 0) throw new Error(stderr);
}
