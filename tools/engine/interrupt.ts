import type { ChildProcess } from "node:child_process";
import type { EventEmitter } from "node:events";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** What the engine says of a stop that reached it (pulumi 3.276.0, pkg/cmd/pulumi/backend). */
const noticed = /^(\^C|SIG\w+) received; (cancelling|terminating)/;

/** Milliseconds in which the engine has said so. */
const patience = 300;

interface PassedSignals {
  /** Takes a line of the engine's. */
  hear: (line: string) => void;
  interrupted: () => boolean;
  release: () => void;
}

/**
 * Hands a stop on to the engine: the first lets it finish what it is doing and save, the second ends it at once. One that was
 * meant for the whole group, as a CI's or systemd's, has reached the engine by itself, and so has Ctrl-C on a terminal; a copy
 * of ours would count as its second.
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
