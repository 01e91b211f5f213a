import { rm } from "node:fs/promises";
import { runProgram } from "./command.ts";

/** Makes `to` the same as `from`, with its times, its links and its holes. */
export async function copyFolder(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  const { exitCode, stderr } = await runProgram("cp", ["--archive", "--sparse=always", from, to], process.env);
  if (exitCode !== 0) throw new Error(stderr);
}
