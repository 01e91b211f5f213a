import { expect } from "vitest";
import type { Said } from "./command.ts";

/** Expects an exit code of a command. Shows the output where it is another one. */
export function expectExit({ exitCode, stdout, stderr }: Said, expected: 0 | 1 | 2 | 3): void {
  expect(exitCode, `${stdout}\n${stderr}`).toBe(expected);
}

/** All that a command said, on both outputs. */
export const textOf = ({ stdout, stderr }: Said): string => `${stdout}\n${stderr}`;
