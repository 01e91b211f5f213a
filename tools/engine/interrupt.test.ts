import { EventEmitter } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { passSignals } from "./interrupt.ts";

let machine: EventEmitter;
let handedOn: (NodeJS.Signals | number | undefined)[];
beforeEach(() => {
  vi.useFakeTimers();
  [machine, handedOn] = [new EventEmitter(), []];
});
afterEach(() => vi.useRealTimers());

const pass = (terminal = false) => passSignals({ kill: (signal) => handedOn.push(signal) > 0 }, terminal, machine);

test("a stop is handed on, and the second too", () => {
  const signals = pass();
  machine.emit("SIGINT");
  vi.runAllTimers();
  signals.hear("^C received; cancelling. If you would like to terminate immediately, press ^C again.");
  machine.emit("SIGHUP");
  vi.runAllTimers();
  expect(handedOn).toEqual(["SIGINT", "SIGTERM"]);
  expect(signals.interrupted()).toBe(true);
});

test("one that reached the whole group is not the engine's second", () => {
  const signals = pass();
  machine.emit("SIGTERM");
  signals.hear("SIGTERM received; cancelling. If you would like to terminate immediately, send SIGTERM again.");
  vi.runAllTimers();
  expect(handedOn).toEqual([]);
});

test("Ctrl-C on a terminal is left to the terminal", () => {
  const signals = pass(true);
  machine.emit("SIGINT");
  vi.runAllTimers();
  expect(handedOn).toEqual([]);
  expect(signals.interrupted()).toBe(true);
});

test("nothing is handed on once the engine has ended", () => {
  const signals = pass();
  signals.release();
  machine.emit("SIGINT");
  vi.runAllTimers();
  expect(handedOn).toEqual([]);
  expect(signals.interrupted()).toBe(false);
});
