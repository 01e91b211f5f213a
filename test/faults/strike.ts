import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Fault } from "./fault.ts";

/** Kills the victim, once, as a power cut would. */
export function strike({ victim, mark }: Fault): void {
  const pid = processOf(victim);
  try {
    writeFileSync(mark, victim, { flag: "wx" });
  } catch {
    return;
  }
  process.kill(pid, "SIGKILL");
  // this thread must do nothing more while the signal is on its way
  if (pid === process.pid) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

/** The process that is to die: this one has the provider. */
function processOf(victim: Fault["victim"]): number {
  if (victim === "plugin" || victim === "command") return process.pid;
  return victim === "engine" ? engine() : languageHostOf(engine());
}

/** The engine has started the plugin, or was started by the command. */
function engine(): number {
  if (isEngine(process.ppid)) return process.ppid;
  const started = pids().find((pid) => parentOf(pid) === process.pid && isEngine(pid));
  if (started === undefined) throw new Error(`process ${String(process.pid)} has no engine`);
  return started;
}

const isEngine = (pid: number): boolean => read(pid, "comm") === "pulumi\n";

function languageHostOf(engine: number): number {
  const host = pids().find((pid) => parentOf(pid) === engine && commandOf(pid).includes("language-host"));
  if (host === undefined) throw new Error(`process ${String(engine)} has no language host`);
  return host;
}

const pids = (): number[] => readdirSync("/proc").map(Number).filter(Number.isInteger);

const read = (pid: number, name: string): string => {
  try {
    return readFileSync(`/proc/${String(pid)}/${name}`, "utf8");
  } catch {
    // the process ended meanwhile
    return "";
  }
};

const commandOf = (pid: number): string => read(pid, "cmdline");

/** The parent's id: the second field after the command's name, which is in brackets and may have spaces. */
const parentOf = (pid: number): number => Number(read(pid, "stat").split(") ").at(-1)?.split(" ")[1]);
