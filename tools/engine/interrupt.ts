import type { ChildProcess } from "node:child_process";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Hands a stop on to the engine: the first lets it finish what it is doing and save, the second ends it at once. On a
 * terminal Ctrl-C reaches the engine by itself, and a copy of ours would count as its second.
 */
export function passSignals(
  child: ChildProcess,
  terminal: boolean,
): { interrupted: () => boolean; release: () => void } {
  let interrupted = false;
  const handlers = signals.map((signal) => {
    const handler = () => {
      interrupted = true;
      if (signal !== "SIGINT" || !terminal) child.kill(signal === "SIGHUP" ? "SIGTERM" : signal);
    };
    process.on(signal, handler);
    return { signal, handler };
  });
  return {
    interrupted: () => interrupted,
    release: () => handlers.forEach(({ signal, handler }) => process.off(signal, handler)),
  };
}
