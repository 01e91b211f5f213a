import type { ChildProcess } from "node:child_process";
import type { EventEmitter } from "node:events";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The engine's line about a signal that reached it (pulumi 3.276.0, pkg/cmd/pulumi/backend). */
const noticed = /^(\^C|SIG\w+) received; (cancelling|terminating)/;

/** Milliseconds in which the engine prints that line. */
const patience = 300;

interface PassedSignals {
  /** To be called with each line of the engine's output. */
  hear: (line: string) => void;
  interrupted: () => boolean;
  release: () => void;
}

/**
 * Passes signals on to the engine: the first lets it finish its operations and save, the second ends it at once. A signal to the
 * whole process group, as from CI, systemd or Ctrl-C on a terminal, has reached the engine already. A copy would be its second.
 */
export function passSignals(
  child: Pick<ChildProcess, "kill">,
  terminal: boolean,
  source: Pick<EventEmitter, "on" | "off"> = process,
): PassedSignals {
  let [stops, noticedStops] = [0, 0];
  const handlers = signals.map((signal) => {
    const handler = () => {
      const stop = ++stops;
      if (signal === "SIGINT" && terminal) return;
      setTimeout(() => {
        if (noticedStops < stop) child.kill(signal === "SIGHUP" ? "SIGTERM" : signal);
      }, patience);
    };
    source.on(signal, handler);
    return { signal, handler };
  });
  return {
    hear: (line) => {
      if (noticed.test(line)) noticedStops += 1;
    },
    interrupted: () => stops > 0,
    release: () => handlers.forEach(({ signal, handler }) => source.off(signal, handler)),
  };
}
