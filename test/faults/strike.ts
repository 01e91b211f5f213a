import { readFileSync, writeFileSync } from "node:fs";
import type { Fault } from "./fault.ts";

/** Kills the victim as a power cut would, once. */
export function strike({ victim, mark }: Fault): void {
  try {
    writeFileSync(mark, victim, { flag: "wx" });
  } catch {
    return;
  }
  process.kill(processOf(victim), "SIGKILL");
  // no further step of the work, not even one, while the signal is on its way
  if (victim === "plugin") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/** The engine starts the language host, and the language host starts the plugin. */
function processOf(victim: Fault["victim"]): number {
  if (victim === "plugin") return process.pid;
  return victim === "host" ? process.ppid : parentOf(process.ppid);
}

function parentOf(pid: number): number {
  // the command name in brackets may hold spaces; the parent is the second field after it
  const fields =
    readFileSync(`/proc/${String(pid)}/stat`, "utf8")
      .split(") ")
      .at(-1)
      ?.split(" ") ?? [];
  return Number(fields[1]);
}
