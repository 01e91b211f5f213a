import { readFile } from "node:fs/promises";

export interface RunningProcess {
  /** The program's name as the kernel keeps it (15 characters); undefined if the system does not tell. */
  name: string | undefined;
  started: Date | undefined;
}

/** The process with this number on this machine; undefined if there is none. */
export async function describeProcess(pid: number): Promise<RunningProcess | undefined> {
  if (!isRunning(pid)) return undefined;
  try {
    const [line, kernel] = await Promise.all([readFile(`/proc/${pid}/stat`, "utf8"), readFile("/proc/stat", "utf8")]);
    return parseStat(line, kernel);
  } catch {
    return isRunning(pid) ? { name: undefined, started: undefined } : undefined;
  }
}

/** A number below 1 would name a group of processes. Nothing is known of it, so it counts as running. */
function isRunning(pid: number): boolean {
  if (pid < 1) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Clock ticks per second in /proc: 100 on every architecture of Debian (proc(5), USER_HZ). */
const ticksPerSecond = 100;

/** Reads `/proc/PID/stat`, with the boot time of `/proc/stat`. The name may hold spaces and brackets. A zombie has ended. */
export function parseStat(line: string, kernel: string): RunningProcess | undefined {
  const end = line.lastIndexOf(")");
  const fields = line.slice(end + 2).split(" ");
  if (fields[0] === "Z" || fields[0] === "X") return undefined;
  const boot = Number(/^btime (\d+)$/m.exec(kernel)?.[1]);
  const ticks = Number(fields[19]);
  const started = new Date((boot + ticks / ticksPerSecond) * 1000);
  return {
    name: line.slice(line.indexOf("(") + 1, end),
    started: Number.isNaN(started.getTime()) ? undefined : started,
  };
}
